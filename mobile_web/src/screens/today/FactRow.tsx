import type { FactOut } from "../../api/contract";
import type { Card } from "../../app/cards";
import { usePhone } from "../../app/context";
import { newContactOf } from "../../app/facts";
import { sheet } from "../../app/state";
import { Icon } from "../../components/Icon";
import { PlayButton } from "../../components/PlayButton";

/** One fact: read it, hear it, or tap it to correct it. */
export function FactRow({ card, fact }: { card: Card; fact: FactOut }) {
  const phone = usePhone();
  const { id: recording_id, has_sound, customer, entry } = card;
  // A contact is somebody's: without a customer the card asks for that first.
  const keepable = customer && entry && (() => void phone.taps.keep(newContactOf(recording_id, entry.id, fact)));
  return (
    <li class="fact">
      {has_sound && <PlayButton recording_id={recording_id} fact={fact} />}
      <button
        type="button"
        class="fact-open"
        onClick={() => {
          sheet.value = { kind: "fact", fact: { recording_id, item_id: fact.item_id } };
        }}
      >
        <span class="fact-label">
          {fact.label}
          {!fact.is_sure && <span class="fact-unsure"> unsure</span>}
        </span>
        <span class="fact-text">{fact.text}</span>
        <span class="for-readers">, correct</span>
      </button>
      {fact.is_offered && keepable && (
        <button type="button" class="button fact-keep" aria-label={`Keep as a contact: ${fact.text}`} onClick={keepable}>
          Keep
        </button>
      )}
      <span class="fact-chevron" aria-hidden="true">
        <Icon name="chevron" />
      </span>
    </li>
  );
}
