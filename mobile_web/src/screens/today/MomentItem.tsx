import type { Moment } from "../../app/moments";
import { NoteCard } from "./NoteCard";
import { VisitHead } from "./VisitHead";
import "./moment.css";

/** One stop on the line: the visit, if it is one, and what was said about it. */
export function MomentItem({ moment }: { moment: Moment }) {
  const { visit, cards } = moment;
  return (
    <li class={visit?.state === "open" ? "moment moment-open" : "moment"}>
      {visit && <VisitHead visit={visit} has_note={cards.length > 0} />}
      {cards.map((card) => (
        <NoteCard key={card.id} card={card} visit={visit} />
      ))}
    </li>
  );
}
