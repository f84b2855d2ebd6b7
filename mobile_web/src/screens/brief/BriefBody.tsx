import type { ComponentChildren } from "preact";
import type { Brief } from "../../api/contract";
import { time_zone } from "../../app/state";
import { Icon } from "../../components/Icon";
import { Sentences } from "../../components/Sentences";
import { dateOn } from "../../time/format";
import { agoWords } from "../near/due_words";
import { AskCard } from "./AskCard";
import { dialled, isEmpty, otherWishes, promisesInOrder } from "./brief_words";
import { ComplaintItem } from "./ComplaintItem";
import { KnownFact } from "./KnownFact";
import { PromiseItem } from "./PromiseItem";

/** A brief from top to bottom in the order in which it is needed at the door. */
export function BriefBody({ brief, today }: { brief: Brief; today: string }) {
  if (isEmpty(brief)) {
    return <p class="sheet-note">Nothing is known yet. What you say after the visit is here the next time.</p>;
  }
  return (
    <>
      {brief.question && <AskCard brief={brief} question={brief.question} />}
      <Part title="Promised" items={promisesInOrder(brief.promises)}>
        {(promise) => <PromiseItem key={promise.id} promise={promise} />}
      </Part>
      <Part title="Comes back" items={brief.signals ?? []}>
        {(signal) => (
          <li key={signal} class="brief-signal">
            {signal}
          </li>
        )}
      </Part>
      <Part title="Complaints" items={brief.complaints}>
        {(complaint) => <ComplaintItem key={complaint.id} complaint={complaint} today={today} />}
      </Part>
      <Part title="Who is who" items={brief.people}>
        {(person) => (
          <li key={person.name} class="brief-person">
            <span>
              {person.name}
              <span class="brief-small">{[person.role, person.has_left && "has left"].filter(Boolean).join(" · ")}</span>
            </span>
            {person.phone && !person.has_left && (
              <a class="button-icon brief-call" href={dialled(person.phone)} aria-label={`Call ${person.name}`}>
                <Icon name="phone" />
              </a>
            )}
          </li>
        )}
      </Part>
      <Part title="Known" items={brief.facts ?? []}>
        {(fact) => <KnownFact key={fact.label + fact.text} fact={fact} today={today} />}
      </Part>
      <Part title="Likes and dislikes" items={otherWishes(brief)}>
        {(preference) => <li key={preference}>{preference}</li>}
      </Part>
      <Part title="Last notes" items={brief.notes}>
        {(note) => (
          <li key={note.entry_id}>
            {note.sentences?.length ? (
              <Sentences recording_id={note.recording_id} sentences={note.sentences} can_play />
            ) : (
              note.summary || "A note without words"
            )}
            <span class="brief-small">
              {agoWords(dateOn(note.spoken_at, time_zone.value), today)}, by {note.by}
            </span>
          </li>
        )}
      </Part>
    </>
  );
}

interface PartProps<T> {
  title: string;
  items: T[];
  children: (item: T) => ComponentChildren;
}

function Part<T>({ title, items, children }: PartProps<T>) {
  if (items.length === 0) return null;
  return (
    <section class="brief-part" aria-label={title}>
      <h3>{title}</h3>
      <ul>{items.map(children)}</ul>
    </section>
  );
}
