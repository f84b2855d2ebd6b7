import { is_persisted, me, pairing, position_access, time_zone } from "../../app/state";
import { Sheet } from "../../components/Sheet";
import { dayName } from "../../time/format";
import "./lists.css";

/** Who this phone speaks for, and what it may do. */
export function PhoneSheet({ onClose }: { onClose: () => void }) {
  const paired = pairing.value;
  const lines: [string, string][] = [
    ["Company", paired?.company.name ?? ""],
    ["Phone", paired?.device.name ?? ""],
    ["Paired since", paired ? dayName(paired.device.paired_at, time_zone.value) : ""],
    ["Position", POSITION_WORDS[position_access.value]],
    ["Storage", is_persisted.value ? "Kept by the browser" : "May be cleared by the browser if unused: put this app on the home screen"],
    ["Speech model", me.value?.speech_model.name ?? "not yet known"],
  ];
  return (
    <Sheet title={paired?.staff.name ?? "This phone"} onClose={onClose}>
      <dl class="list">
        {lines.map(([name, value]) => (
          <div key={name} class="list-line">
            <dt class="list-small">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="sheet-note">Only what you speak between your two taps is recorded. Your position is read only while this app is open.</p>
    </Sheet>
  );
}

const POSITION_WORDS = {
  granted: "On while the app is open",
  denied: "Off. Allow it beside the page's address to have visits noticed",
  unavailable: "This device has none",
  unasked: "Not yet allowed",
  unknown: "Waiting for the first one",
};
