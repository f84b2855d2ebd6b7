import type { Promised } from "../../api/contract";
import { usePhone } from "../../app/context";
import { errands } from "../../app/state";
import { Icon } from "../../components/Icon";
import { promiseWithErrands } from "../../outbox/overlay";
import { is_connected } from "../today/connection";
import { promiseLine, tapLine } from "./brief_words";

/** One promise: whose and by when, and the tap that says that it is done. */
export function PromiseItem({ promise }: { promise: Promised }) {
  const phone = usePhone();
  const { closed_as, refusal, errand_id } = promiseWithErrands(promise.id, errands.value);
  const is_closed = closed_as === "done" || closed_as === "dropped";
  return (
    <li class={promise.is_overdue && !is_closed ? "brief-promise brief-overdue" : "brief-promise"}>
      <span>
        <span class={is_closed ? "brief-closed" : ""}>{promise.text}</span>
        <span class="brief-small">{is_closed ? tapLine("Done", is_connected.value) : promiseLine(promise)}</span>
        {refusal && <span class="brief-small brief-refused">The server could not take "done": {refusal} It is kept under what waits.</span>}
      </span>
      {promise.may_close && !is_closed && !refusal && (
        <button type="button" class="button-icon brief-done" aria-label={`Done: ${promise.text}`} onClick={() => void phone.taps.close(promise.id, promise.text)}>
          <Icon name="check" />
        </button>
      )}
      {is_closed && errand_id && (
        <button type="button" class="button button-quiet" aria-label={`Undo: ${promise.text}`} onClick={() => void phone.taps.takeBack(errand_id)}>
          Undo
        </button>
      )}
    </li>
  );
}
