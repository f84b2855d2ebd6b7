import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Trail } from "../../api/contract";
import { usePhone } from "../../app/context";
import { time_zone } from "../../app/state";
import { Sheet } from "../../components/Sheet";
import { clock, dateOn } from "../../time/format";
import { TrailDrawing } from "./TrailDrawing";

/** One's own way on a day; the server tells it to nobody else. */
export function TrailSheet({ onClose }: { onClose: () => void }) {
  const phone = usePhone();
  const today = dateOn(new Date().toISOString(), time_zone.value);
  const on = useSignal(today);
  const trail = useSignal<Trail | null>(null);
  const is_offline = useSignal(false);
  useEffect(() => {
    let is_wanted = true;
    const look = async (): Promise<void> => {
      try {
        const told = await phone.api.trail(on.value);
        if (!is_wanted) return;
        trail.value = told;
        is_offline.value = false;
      } catch {
        if (is_wanted) is_offline.value = true;
      }
    };
    if (on.value) void look();
    return () => {
      is_wanted = false;
    };
  }, [phone, on.value, on, trail, is_offline]);
  const spots = trail.value?.positions ?? [];
  return (
    <Sheet title="My own trail" onClose={onClose}>
      <label class="trail-day">
        <span class="label">Day</span>
        <input class="field" type="date" max={today} value={on.value} onInput={(event) => (on.value = event.currentTarget.value)} />
      </label>
      {is_offline.value && (
        <p class="notice" role="status">
          The trail is not kept on this phone, and there is no way to the server now.
        </p>
      )}
      {trail.value && (
        <p class="sheet-note" role="status">
          {spots.length === 0
            ? "No trail of that day."
            : `${spots.length} ${spots.length === 1 ? "position" : "positions"}, ${clock(spots[0]!.at, time_zone.value)} to ${clock(spots.at(-1)!.at, time_zone.value)}.`}
        </p>
      )}
      {spots.length > 1 && <TrailDrawing spots={spots} />}
    </Sheet>
  );
}
