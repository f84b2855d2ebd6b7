import type { LocationChoice, LocationMode } from "../../api/contract";
import { usePhone } from "../../app/context";

const MODES: { mode: LocationMode; title: string; detail: string }[] = [
  { mode: "none", title: "No location", detail: "No position is asked for, sent or stored. You say or choose the customer." },
  {
    mode: "visits",
    title: "Visits only",
    detail: "Positions tell which customer you visited and are then thrown away. What stays: the customer, from when to when.",
  },
  { mode: "trail", title: "My own trail", detail: "As before, and your way is kept for you. Nobody else can ever read it." },
];

/** What may be known, in plain words; it counts from the tap on, with or without a network. */
export function ModeChoice({ choice }: { choice: LocationChoice }) {
  const phone = usePhone();
  return (
    <fieldset class="me-part me-modes">
      <legend>What may be known</legend>
      {MODES.map(({ mode, title, detail }) => (
        <label key={mode} class="me-mode">
          <input
            type="radio"
            name="mode"
            value={mode}
            checked={choice.mode === mode}
            onChange={() => void phone.taps.keep({ kind: "location_choice", mode, hours: choice.hours })}
            aria-describedby={`mode-${mode}`}
            aria-label={title}
          />
          <span>
            <span class="me-mode-title">{title}</span>
            <span id={`mode-${mode}`} class="me-detail">
              {detail}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
