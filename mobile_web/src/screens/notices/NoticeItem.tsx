import { useSignal } from "@preact/signals";
import type { Notice } from "../../api/contract";
import { usePhone } from "../../app/context";
import { errands, now_ms, sheet, time_zone } from "../../app/state";
import { Icon } from "../../components/Icon";
import { clock, dateOn } from "../../time/format";
import { agoWords } from "../near/due_words";
import { ReplyForm } from "./ReplyForm";

/** One notice: who did what, its words, and what can be done about it at once. */
export function NoticeItem({ notice, is_new }: { notice: Notice; is_new: boolean }) {
  const phone = usePhone();
  const is_replying = useSignal(false);
  const replies = errands.value.filter((errand) => errand.kind === "reply" && errand.recording_id === notice.recording_id);
  const { customer, customer_id, action_id } = notice;
  return (
    <li class={is_new ? "notices-item notices-new" : "notices-item"}>
      <p class="notices-head">
        {is_new && <span class="for-readers">New: </span>}
        {notice.head}
        <span class="notices-when">{when(notice.at)}</span>
      </p>
      {notice.words && <p class="notices-words">{notice.words}</p>}
      {replies.map((errand) => (
        <p key={errand.id} class="notices-words notices-own">
          You: {errand.kind === "reply" && errand.text} <span class="notices-when">{errand.problem ? errand.problem.detail : "on its way"}</span>
        </p>
      ))}
      <div class="notices-acts">
        {notice.is_to_take && action_id && (
          <button type="button" class="button" onClick={() => void phone.taps.keep({ kind: "taking", action_id, what: notice.words })}>
            <Icon name="check" /> I take it
          </button>
        )}
        {customer_id && (
          <button
            type="button"
            class="button button-quiet"
            aria-label={`Brief of ${customer}`}
            onClick={() => {
              sheet.value = { kind: "brief", customer: { id: customer_id, name: customer } };
            }}
          >
            <Icon name="brief" /> Brief
          </button>
        )}
        <button
          type="button"
          class="button button-quiet"
          aria-expanded={is_replying.value}
          onClick={() => {
            is_replying.value = !is_replying.value;
          }}
        >
          Reply
        </button>
      </div>
      {is_replying.value && <ReplyForm notice={notice} onDone={() => (is_replying.value = false)} />}
    </li>
  );
}

function when(at: string): string {
  const [on, today] = [at, new Date(now_ms.value).toISOString()].map((instant) => dateOn(instant, time_zone.value)) as [string, string];
  return on === today ? clock(at, time_zone.value) : agoWords(on, today);
}
