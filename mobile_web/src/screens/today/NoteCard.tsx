import type { EntryOut, VisitOut } from "../../api/contract";
import type { Card } from "../../app/cards";
import { usePhone } from "../../app/context";
import { sheet, time_zone } from "../../app/state";
import { Icon } from "../../components/Icon";
import { Sentences } from "../../components/Sentences";
import { heardHere } from "../../hearing/words";
import { START_WORDS } from "../../share/shared_file";
import { clock, duration } from "../../time/format";
import { is_connected } from "./connection";
import { FactRow } from "./FactRow";
import "./note_card.css";

const LONG_FROM_FACTS = 3;

/** One note: how far it is, and what was understood, to glance at and confirm. */
export function NoteCard({ card, visit }: { card: Card; visit: VisitOut | null }) {
  const customer = card.customer?.id === visit?.customer?.id ? null : card.customer;
  // Under a visit's heading, or one of its own.
  const Heading = visit ? "h3" : "h2";
  return (
    <article class="note" aria-label={`Note from ${clock(card.started_at, time_zone.value)}`}>
      <header class="note-head">
        <span class="note-time">
          {clock(card.started_at, time_zone.value)}
          {card.seconds !== null && ` · ${duration(card.seconds)}`}
        </span>
        <span class="note-state" role="status">
          {stateWords(card)}
        </span>
      </header>
      {customer && <Heading class="note-customer">{customer.name}</Heading>}
      {card.is_recovered && card.state !== "ready" && (
        <p class="note-line">Ended early: the app was closed while you spoke. What was said until then is here and goes up by itself.</p>
      )}
      {card.shared_name && <p class="note-line">Shared: {card.shared_name}. {card.start_from && START_WORDS[card.start_from]}</p>}
      {card.is_ended_by_silence && <p class="note-line">Ended by itself after a minute of silence.</p>}
      {card.is_private && <p class="note-line">Private: only you see it.</p>}
      <NoteBody card={card} />
      <NoteFoot card={card} is_placed={visit !== null} />
    </article>
  );
}

function NoteBody({ card }: { card: Card }) {
  switch (card.state) {
    case "refused":
      return (
        <p class="note-line note-trouble">
          The server could not take this: {card.problem?.detail} It is kept on this phone and tried again by itself.
        </p>
      );
    case "silent":
    case "undecodable":
      return <p class="note-line note-trouble">{card.trouble ?? silentWords(card)}</p>;
    case "ready":
      return (
        <>
          {(card.entry?.lost ?? []).map((told) => (
            <p key={told} class="note-line note-trouble">
              {told}
            </p>
          ))}
          {card.entry?.problem && <p class="note-line note-trouble">{card.entry.problem}</p>}
          {card.entry && card.entry.facts.length > 0 ? <Facts card={card} /> : <Words card={card} />}
        </>
      );
    default:
      return <Words card={card} />;
  }
}

function Facts({ card }: { card: Card }) {
  return (
    <>
      {card.entry && is_long(card.entry) && (
        <Sentences recording_id={card.id} sentences={card.entry.sentences} can_play={card.has_sound} />
      )}
      <ul class="note-facts">
        {card.entry?.facts.map((fact) => (
          <FactRow key={fact.item_id} card={card} fact={fact} />
        ))}
      </ul>
      {card.words && (
        <details class="note-said">
          <summary>As said</summary>
          <p>{card.words}</p>
        </details>
      )}
    </>
  );
}

/** Of a short note the facts themselves are the summary; a card kept from an older server has none. */
function is_long(entry: EntryOut): boolean {
  return entry.facts.length > LONG_FROM_FACTS && (entry.sentences ?? []).length > 0;
}

function Words({ card }: { card: Card }) {
  if (card.words) {
    return (
      <>
        {card.heard_here && <p class="note-line">{heardHere(card.heard_here)}. Will be read when there is signal.</p>}
        <p class="note-words">{card.words}</p>
      </>
    );
  }
  if (card.state === "ready") return <p class="note-line">Heard, but nothing in it for the record.</p>;
  if (card.state === "kept" && !is_connected.value) return <p class="note-line">The words come once there is a network.</p>;
  return <div class="note-coming" aria-hidden="true" />;
}

function NoteFoot({ card, is_placed }: { card: Card; is_placed: boolean }) {
  const phone = usePhone();
  const { entry } = card;
  const is_ready = card.state === "ready" && entry;
  return (
    <footer class="note-foot">
      {card.can_listen && (
        <button
          type="button"
          class="button button-quiet note-listen"
          aria-label={`Listen to the note from ${clock(card.started_at, time_zone.value)}`}
          onClick={() => {
            sheet.value = { kind: "listen", recording_id: card.id };
          }}
        >
          <Icon name="speaker" /> Listen
        </button>
      )}
      {needsCustomer(card, is_placed) && (
        <button type="button" class="button" onClick={() => chooseCustomer(card)}>
          Which customer?
        </button>
      )}
      {is_ready && card.customer && entry.state === "to_check" && (
        <button type="button" class="button button-quiet note-other" onClick={() => chooseCustomer(card)}>
          Another customer
        </button>
      )}
      {is_ready && entry.state === "to_check" && !entry.problem && (
        <button
          type="button"
          class="button button-main"
          onClick={() => void phone.taps.keep({ kind: "confirmation", entry_id: entry.id })}
        >
          <Icon name="check" /> Confirm
        </button>
      )}
    </footer>
  );
}

function chooseCustomer(card: Card): void {
  sheet.value = { kind: "customer", recording_id: card.id, visit_id: card.visit_id };
}

/** While a note is being heard its words may still name the customer: do not ask what is about to be known. */
function needsCustomer(card: Card, is_placed: boolean): boolean {
  if (card.customer || card.state === "hearing" || card.state === "recording") return false;
  return card.state === "kept" || card.state === "refused" ? !is_placed : true;
}

function stateWords(card: Card): string {
  switch (card.state) {
    case "recording":
      return "Speaking";
    case "kept":
      return is_connected.value ? "Sending" : "Kept on this phone";
    case "refused":
      return "Kept on this phone";
    case "hearing":
      return "Hearing";
    case "silent":
      return "Nothing heard";
    case "undecodable":
      return "Kept as sound";
    case "ready":
      if (card.waiting > 0 && !is_connected.value) return "Change waits";
      if (card.entry?.problem) return "Facts missing";
      return card.entry?.state === "confirmed" ? "Confirmed" : "To check";
  }
}

function silentWords(card: Card): string {
  return card.state === "silent"
    ? "No words could be heard in this note. The sound is kept."
    : "The sound could not be read. It is kept, and the desk can download it.";
}
