import { useSignal } from "@preact/signals";
import type { Shift, Weekday } from "../../api/contract";
import { usePhone } from "../../app/context";
import { location_choice } from "../../app/state";
import { Sheet } from "../../components/Sheet";
import { WEEKDAYS } from "../../location/choice";
import { dayName, hoursWords } from "./hours_words";
import { forClock, fromClock, troubleOf, workWeek } from "./shifts";

/** When positions may be taken: the company's hours, or one's own. */
export function HoursSheet({ onClose }: { onClose: () => void }) {
  const phone = usePhone();
  const choice = location_choice.value;
  const own = useSignal<Shift[] | null>(choice?.hours ?? null);
  const problem = useSignal<string | null>(null);
  if (!choice) return null;
  const save = (): void => {
    problem.value = own.value && troubleOf(own.value);
    if (problem.value) return;
    void phone.taps.keep({ kind: "location_choice", mode: choice.mode, hours: own.value });
    onClose();
  };
  return (
    <Sheet title="Working hours" onClose={onClose}>
      <p class="sheet-note">Outside these hours this app asks for no position, and the server refuses what any app sends.</p>
      <fieldset class="me-modes">
        <legend class="for-readers">Whose hours</legend>
        <label class="me-mode">
          <input type="radio" name="hours" checked={own.value === null} onChange={() => (own.value = null)} />
          <span>
            <span class="me-mode-title">The company's</span>
            <span class="me-detail">{hoursWords(choice.company_hours)}</span>
          </span>
        </label>
        <label class="me-mode">
          <input type="radio" name="hours" checked={own.value !== null} onChange={() => (own.value ??= workWeek())} />
          <span class="me-mode-title">My own</span>
        </label>
      </fieldset>
      {own.value?.map((shift, index) => (
        <ShiftField
          key={index}
          shift={shift}
          number={index + 1}
          onChange={(changed) => (own.value = own.value!.map((one, at) => (at === index ? changed : one)))}
          onRemove={own.value!.length > 1 ? () => (own.value = own.value!.filter((_, at) => at !== index)) : null}
        />
      ))}
      {own.value && (
        <button
          type="button"
          class="button button-quiet"
          onClick={() => (own.value = [...own.value!, { days: ["sat"], from: "08:00", to: "13:00" }])}
        >
          Add other hours
        </button>
      )}
      {problem.value && (
        <p class="notice notice-warn" role="alert">
          {problem.value}
        </p>
      )}
      <button type="button" class="button button-main button-wide" onClick={save}>
        Save
      </button>
    </Sheet>
  );
}

interface ShiftFieldProps {
  shift: Shift;
  number: number;
  onChange: (shift: Shift) => void;
  onRemove: (() => void) | null;
}

function ShiftField({ shift, number, onChange, onRemove }: ShiftFieldProps) {
  const toggle = (day: Weekday): void => {
    const is_on = shift.days.includes(day);
    const days = WEEKDAYS.filter((one) => (one === day ? !is_on : shift.days.includes(one)));
    onChange({ ...shift, days });
  };
  return (
    <fieldset class="shift">
      <legend class="for-readers">Hours {number}</legend>
      <div class="shift-days" role="group" aria-label="Days">
        {WEEKDAYS.map((day) => (
          <button key={day} type="button" class="shift-day" aria-pressed={shift.days.includes(day)} onClick={() => toggle(day)}>
            {dayName(day)}
          </button>
        ))}
      </div>
      <div class="shift-times">
        <label>
          <span class="label">From</span>
          <input
            class="field"
            type="time"
            required
            value={forClock(shift.from)}
            onInput={(event) => onChange({ ...shift, from: event.currentTarget.value })}
          />
        </label>
        <label>
          <span class="label">To</span>
          <input
            class="field"
            type="time"
            required
            value={forClock(shift.to)}
            onInput={(event) => onChange({ ...shift, to: fromClock(event.currentTarget.value) })}
          />
        </label>
        {onRemove && (
          <button type="button" class="button button-danger" aria-label={`Remove hours ${number}`} onClick={onRemove}>
            Remove
          </button>
        )}
      </div>
    </fieldset>
  );
}
