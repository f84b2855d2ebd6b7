import { useId } from "preact/hooks";
import type { Attribute, AttributeValue } from "../../api/contract";
import { time_zone } from "../../app/state";
import { dateOn } from "../../time/format";
import { nextDays } from "./days";

/** A date in one tap for the next week, and the phone's own calendar for anything else. */
export function DateField({ attribute, onChange }: { attribute: Attribute; onChange: (value: AttributeValue) => void }) {
  const id = useId();
  const days = nextDays(dateOn(new Date().toISOString(), time_zone.value));
  return (
    <>
      <div class="button-row">
        {days.map((day) => (
          <button
            key={day.on}
            type="button"
            class="button chosen"
            aria-pressed={day.on === attribute.value}
            onClick={() => onChange(day.on)}
          >
            {day.name}
          </button>
        ))}
      </div>
      <label class="for-readers" for={id}>
        {attribute.label}, another date
      </label>
      <input
        id={id}
        class="field field-date"
        type="date"
        value={String(attribute.value ?? "").slice(0, 10)}
        onInput={(event) => onChange(event.currentTarget.value || null)}
      />
    </>
  );
}
