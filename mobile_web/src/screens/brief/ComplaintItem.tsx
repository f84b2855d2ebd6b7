import type { Brief } from "../../api/contract";
import { usePhone } from "../../app/context";
import { errands, time_zone } from "../../app/state";
import { Icon } from "../../components/Icon";
import { complaintWithErrands } from "../../outbox/overlay";
import { dateOn } from "../../time/format";
import { agoWords } from "../near/due_words";
import { is_connected } from "../today/connection";
import { tapLine, withWhom } from "./brief_words";

/** One open complaint: who deals with it, and the tap that says that it is settled. */
export function ComplaintItem({ complaint, today }: { complaint: Brief["complaints"][number]; today: string }) {
  const phone = usePhone();
  const { is_done, refusal, errand_id } = complaintWithErrands(complaint.id, errands.value);
  const said = `Said ${agoWords(dateOn(complaint.said_at, time_zone.value), today)}`;
  return (
    <li class="brief-promise">
      <span>
        <span class={is_done ? "brief-closed" : ""}>{complaint.text}</span>
        <span class="brief-small">{is_done ? tapLine("Settled", is_connected.value) : [said, withWhom(complaint.routed_to)].filter(Boolean).join(" · ")}</span>
        {refusal && <span class="brief-small brief-refused">The server could not take "settled": {refusal} It is kept under what waits.</span>}
      </span>
      {complaint.may_close && !is_done && !refusal && (
        <button type="button" class="button-icon brief-done" aria-label={`Settled: ${complaint.text}`} onClick={() => void phone.taps.settle(complaint.id, complaint.text)}>
          <Icon name="check" />
        </button>
      )}
      {is_done && errand_id && (
        <button type="button" class="button button-quiet" aria-label={`Undo: ${complaint.text}`} onClick={() => void phone.taps.takeBack(errand_id)}>
          Undo
        </button>
      )}
    </li>
  );
}
