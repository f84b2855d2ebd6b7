import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { usePhone } from "../../app/context";
import { errands, fix_count, recordings } from "../../app/state";
import { Sheet } from "../../components/Sheet";
import { listDepartures } from "../../store/departures";
import { type LeftDayWords, leftDays } from "./left_words";
import "./me.css";

/** What was sent, day by day: as this phone counted it, and as the server did. */
export function WhatLeftSheet({ onClose }: { onClose: () => void }) {
  const phone = usePhone();
  const days = useSignal<LeftDayWords[] | null>(null);
  const is_offline = useSignal(false);
  useEffect(() => {
    const look = async (): Promise<void> => {
      const counted_here = await listDepartures(phone.database);
      days.value = leftDays(counted_here, []);
      try {
        days.value = leftDays(counted_here, await phone.api.whatLeft());
      } catch {
        is_offline.value = true;
      }
    };
    void look();
    // What leaves while the sheet is open is counted on it.
  }, [phone, days, is_offline, fix_count.value, recordings.value.length, errands.value.length]);
  return (
    <Sheet title="What left my phone" onClose={onClose}>
      <p class="sheet-note">Positions are counted here and never listed. Speed is never stored.</p>
      {is_offline.value && (
        <p class="notice" role="status">
          No way to the server now, so only this phone's own count is shown.
        </p>
      )}
      {days.value?.length === 0 && <p class="sheet-note">Nothing has left this phone yet.</p>}
      <ul class="list" aria-label="Days">
        {days.value?.map((day) => (
          <li key={day.on} class="left-day">
            <h3>{day.title}</h3>
            <ul>
              {day.lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
