import { usePhone } from "../../app/context";
import { location_choice, now_ms, position_access, time_zone, why_no_position } from "../../app/state";
import { Icon } from "../../components/Icon";
import { endOfDay, isPaused } from "../../location/choice";
import { uuid7 } from "../../store/uuid7";
import { SilentNotice } from "./SilentNotice";
import { positionWords } from "./position_words";

/** How it stands at this moment, and the pause: no reason is asked. */
export function PositionState() {
  const choice = location_choice.value;
  const words = positionWords(why_no_position.value, choice, now_ms.value, time_zone.value);
  const is_on = why_no_position.value === null;
  return (
    <section class="me-state" aria-label="Position">
      <div role="status" aria-label="Position now" class="me-now">
        <span class={is_on ? "me-mark me-mark-on" : "me-mark"} aria-hidden="true">
          <Icon name="pin" />
        </span>
        <div>
          <p class="me-title">{words.title}</p>
          <p class="me-detail">{words.detail}</p>
        </div>
      </div>
      {is_on && position_access.value === "denied" && (
        <p class="me-detail">
          The browser gives this app no position. Allow it beside the page's address, or set up a location app.
        </p>
      )}
      <SilentNotice />
      {choice && choice.mode !== "none" && (isPaused(choice, now_ms.value) ? <EndPause /> : <BeginPause />)}
    </section>
  );
}

function BeginPause() {
  const phone = usePhone();
  const begin = (until: string | null): void => {
    const began_at = new Date().toISOString();
    void phone.taps.keep({ kind: "pause", pause_id: uuid7(), began_at, until, ended_at: null });
  };
  const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
  return (
    <div role="group" aria-label="Pause" class="me-pause">
      <p class="me-pause-word" aria-hidden="true">
        Pause
      </p>
      <button type="button" class="button" onClick={() => begin(inMinutes(20))}>
        20 minutes
      </button>
      <button type="button" class="button" onClick={() => begin(inMinutes(60))}>
        1 hour
      </button>
      <button type="button" class="button" onClick={() => begin(endOfDay(Date.now(), time_zone.value))}>
        Rest of today
      </button>
      <button type="button" class="button" onClick={() => begin(null)}>
        Until I end it
      </button>
    </div>
  );
}

function EndPause() {
  const phone = usePhone();
  const pause = location_choice.value?.pause;
  if (!pause) return null;
  return (
    <button
      type="button"
      class="button button-main button-wide"
      onClick={() =>
        void phone.taps.keep({
          kind: "pause",
          pause_id: pause.id,
          began_at: pause.began_at,
          until: pause.until,
          ended_at: new Date().toISOString(),
        })
      }
    >
      End the pause
    </button>
  );
}
