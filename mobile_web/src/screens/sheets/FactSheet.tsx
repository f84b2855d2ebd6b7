import { useSignal } from "@preact/signals";
import type { AttributeValue, EntryChange, FactOut } from "../../api/contract";
import { usePhone } from "../../app/context";
import { type FactRef, findFact, seenAs } from "../../app/facts";
import { cards } from "../../app/state";
import { PlayButton } from "../../components/PlayButton";
import { Sheet } from "../../components/Sheet";
import { AttributeField } from "./AttributeField";
import "./fact_sheet.css";

/** One fact in full: what was said for it, each of its parts to correct by tapping, and the way to take it away. */
export function FactSheet({ fact_ref, onClose }: { fact_ref: FactRef; onClose: () => void }) {
  const fact = findFact(cards.value, fact_ref);
  if (!fact) return null;
  return <FactEditor key={fact.item_id} fact={fact} recording_id={fact_ref.recording_id} onClose={onClose} />;
}

function FactEditor({ fact, recording_id, onClose }: { fact: FactOut; recording_id: string; onClose: () => void }) {
  const phone = usePhone();
  const draft = useSignal<Record<string, AttributeValue>>({});
  const card = cards.value.find((one) => one.id === recording_id);
  const entry_id = card?.entry?.id ?? "";
  const has_sound = card?.has_sound ?? false;
  const changes = changesOf(fact, draft.value);

  const finish = (): void => {
    if (changes.length > 0) void phone.taps.keep({ kind: "correction", entry_id, changes });
    onClose();
  };
  const remove = (): void => {
    void phone.taps.keep({ kind: "correction", entry_id, changes: [{ op: "remove", item_id: fact.item_id, of: seenAs(fact) }] }, `${fact.label} removed`);
    onClose();
  };

  return (
    <Sheet title={fact.label} onClose={onClose}>
      <p class="fact-full">{fact.text}</p>
      {fact.said && (
        <div class="fact-said">
          {has_sound && <PlayButton recording_id={recording_id} fact={fact} />}
          <p>
            <span class="fact-said-label">As said</span>
            {fact.said}
          </p>
        </div>
      )}
      {fact.attributes.map((attribute) => (
        <AttributeField
          key={attribute.name}
          attribute={attribute.name in draft.value ? { ...attribute, value: draft.value[attribute.name] ?? null } : attribute}
          onChange={(value) => {
            draft.value = { ...draft.value, [attribute.name]: value };
          }}
        />
      ))}
      <div class="fact-end">
        <button type="button" class="button button-danger" onClick={remove}>
          Remove
        </button>
        <button type="button" class="button button-main fact-save" onClick={finish}>
          {changes.length > 0 ? "Save" : "Done"}
        </button>
      </div>
    </Sheet>
  );
}

function changesOf(fact: FactOut, draft: Record<string, AttributeValue>): EntryChange[] {
  return fact.attributes
    .filter(({ name, value }) => name in draft && draft[name] !== value)
    .map(({ name }) => ({ op: "set", item_id: fact.item_id, of: seenAs(fact), attribute: name, value: draft[name] ?? null }));
}
