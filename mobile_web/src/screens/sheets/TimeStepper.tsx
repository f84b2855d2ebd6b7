import { stepped } from "../../app/visit_times";
import { time_zone } from "../../app/state";
import { Icon } from "../../components/Icon";
import { clock } from "../../time/format";
import "./time_stepper.css";

interface Props {
  label: string;
  value: string;
  least: string | null;
  most: string | null;
  onChange: (value: string) => void;
}

/** A time of day without a keyboard: earlier and later by five minutes. */
export function TimeStepper({ label, value, least, most, onChange }: Props) {
  const after = (steps: number): string => stepped(value, steps, least, most);
  const step = (steps: number) => ({ "aria-disabled": after(steps) === value, onClick: () => onChange(after(steps)) });
  return (
    <div class="time-stepper" role="group" aria-label={label}>
      <span class="time-label">{label}</span>
      <button type="button" class="button time-step" aria-label={`Earlier ${label}`} {...step(-1)}>
        <Icon name="minus" />
      </button>
      <output class="time-value">{clock(value, time_zone.value)}</output>
      <button type="button" class="button time-step" aria-label={`Later ${label}`} {...step(1)}>
        <Icon name="plus" />
      </button>
    </div>
  );
}
