import { usePhone } from "../../app/context";
import { queueLine, type Waiting, waitingOf } from "../../app/queue";
import { chunks_sent, errands, fix_count, microphone_trouble, recordings, sheet, time_zone } from "../../app/state";
import { microphoneAdvice } from "../../app/trouble";
import { Icon } from "../../components/Icon";
import { clock } from "../../time/format";
import { is_connected } from "./connection";
import "./notices.css";
import "../../components/round_button.css";
import "./talk_bar.css";

/** What waits, and the one button, where the thumb is. */
export function TalkBar() {
  const phone = usePhone();
  const waiting = currentlyWaiting();
  const is_stuck = waiting.some((one) => one.is_refused);
  return (
    <div class="talk-bar">
      {microphone_trouble.value && (
        <p class="notice notice-warn talk-trouble" role="alert">
          {microphoneAdvice(microphone_trouble.value)}
        </p>
      )}
      <div role="status" aria-label="Queue" class="talk-queue">
        {waiting.length === 0 ? (
          <span class="talk-queue-quiet">{queueLine(waiting, is_connected.value)}</span>
        ) : (
          <button
            type="button"
            class={is_stuck ? "talk-queue-open talk-queue-stuck" : "talk-queue-open"}
            onClick={() => {
              sheet.value = { kind: "queue" };
            }}
          >
            {queueLine(waiting, is_connected.value)}
          </button>
        )}
      </div>
      <button type="button" class="round-button" onClick={() => void phone.talking.start()}>
        <Icon name="microphone" /> Talk
      </button>
    </div>
  );
}

export function currentlyWaiting(): Waiting[] {
  return waitingOf({
    recordings: recordings.value,
    errands: errands.value,
    fix_count: fix_count.value,
    is_connected: is_connected.value,
    chunks_sent: chunks_sent.value,
    clock: (instant) => clock(instant, time_zone.value),
  });
}
