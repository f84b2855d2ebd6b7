import type { Moment } from "../../app/moments";
import { NoteCard } from "./NoteCard";
import { VisitHead } from "./VisitHead";
import "./moment.css";

/** One stop on the line: the visit, if it is one, and what was said about it. */
export function MomentItem({ moment }: { moment: Moment }) {
  const { visit, cards } = moment;
  return (
    <li class={classOf(moment)}>
      {visit && <VisitHead visit={visit} has_note={cards.length > 0} />}
      {cards.map((card) => (
        <NoteCard key={card.id} card={card} visit={visit} />
      ))}
    </li>
  );
}

/** A stop on the line is drawn as sure as it is: full, a ring, or a faint ring. */
function classOf({ visit }: Moment): string {
  if (!visit) return "moment moment-note";
  if (visit.state === "open") return "moment moment-open";
  return `moment moment-${visit.certainty}`;
}
