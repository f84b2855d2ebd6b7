import type { FactOut } from "../../api/contract";
import { sheet } from "../../app/state";
import { Icon } from "../../components/Icon";
import { PlayButton } from "../../components/PlayButton";

/** One fact: read it, hear it, or tap it to correct it. */
export function FactRow({ recording_id, fact, has_sound }: { recording_id: string; fact: FactOut; has_sound: boolean }) {
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
      <span class="fact-chevron" aria-hidden="true">
        <Icon name="chevron" />
      </span>
    </li>
  );
}
