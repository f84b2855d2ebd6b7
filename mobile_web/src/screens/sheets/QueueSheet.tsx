import { roomWords } from "../../app/space";
import { fix_count, recordings, space_left_bytes } from "../../app/state";
import { usePhone } from "../../app/context";
import { Sheet } from "../../components/Sheet";
import { is_connected } from "../today/connection";
import { currentlyWaiting } from "../today/TalkBar";
import "./lists.css";

/** What waits on this phone, and why. */
export function QueueSheet({ onClose }: { onClose: () => void }) {
  const phone = usePhone();
  const waiting = currentlyWaiting();
  const room = roomWords(recordings.value, space_left_bytes.value);
  // The way back is offered beside the sheet, which covers it.
  const giveUp = (errand_id: string): void => {
    onClose();
    void phone.taps.giveUp(errand_id);
  };
  return (
    <Sheet title={waiting.length === 0 ? "All sent" : `${waiting.length} waiting`} onClose={onClose}>
      <p class="sheet-note">
        {is_connected.value
          ? "Everything goes up by itself, oldest first. Nothing leaves this phone before the server holds it."
          : "There is no way to the server at the moment. Everything is kept here and goes up by itself."}
      </p>
      {room && <p class="sheet-note">{room}</p>}
      <ul class="list">
        {waiting.map((one) => (
          <li key={one.id} class="list-line">
            <span>{one.what}</span>
            <span class={one.is_refused ? "list-small list-trouble" : "list-small"}>{one.why}</span>
            {one.may_go && (
              <button type="button" class="button button-quiet" aria-label={`Give up: ${one.what}`} onClick={() => giveUp(one.id)}>
                Give up
              </button>
            )}
          </li>
        ))}
        {fix_count.value > 0 && (
          <li class="list-line">
            <span>{fix_count.value === 1 ? "1 position" : `${fix_count.value} positions`}</span>
            <span class="list-small">for noticing your visits</span>
          </li>
        )}
      </ul>
      <button type="button" class="button button-wide" onClick={() => phone.lookedAt()}>
        Try now
      </button>
    </Sheet>
  );
}
