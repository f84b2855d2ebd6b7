import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Named } from "../../api/contract";
import { usePhone } from "../../app/context";
import { briefs, now_ms, round, time_zone } from "../../app/state";
import { Icon } from "../../components/Icon";
import { Sheet } from "../../components/Sheet";
import { dateOn } from "../../time/format";
import { directionsTo } from "../near/directions";
import { agoWords, dueWords } from "../near/due_words";
import { BriefBody } from "./BriefBody";
import { FollowButton } from "./FollowButton";
import { HearBrief } from "./HearBrief";
import { checkedWords } from "./brief_words";
import "./brief.css";

/** What to know before the door: kept on the phone, shown at once, renewed when there is a network. */
export function BriefSheet({ customer, onClose }: { customer: Named; onClose: () => void }) {
  const phone = usePhone();
  const state = useSignal<"looking" | "told" | "offline">("looking");
  useEffect(() => {
    let is_wanted = true;
    void phone.round.look(customer.id).then((is_told) => {
      if (is_wanted) state.value = is_told ? "told" : "offline";
    });
    return () => {
      is_wanted = false;
    };
  }, [phone, customer.id, state]);
  const kept = briefs.value[customer.id];
  const place = round.value?.answer.customers.find((one) => one.id === customer.id);
  const directions = place && directionsTo(place);
  const today = dateOn(new Date(now_ms.value).toISOString(), time_zone.value);
  const lines = [
    place?.street,
    kept?.brief.last_visit && `Last visit ${agoWords(kept.brief.last_visit.on, today)}, by ${kept.brief.last_visit.by}`,
    place && dueWords(place, today),
  ].filter((line): line is string => Boolean(line));
  return (
    <Sheet title={customer.name} onClose={onClose}>
      <div class="brief-top">
        <ul class="brief-head">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <FollowButton customer={customer} told={kept?.brief.is_followed ?? false} />
      </div>
      {kept ? (
        <BriefBody brief={kept.brief} today={today} />
      ) : (
        <p class="notice" role="status">
          {MISSING[state.value]}
        </p>
      )}
      <div class="brief-end">
        <button
          type="button"
          class="button button-main button-wide"
          aria-label={`Talk about ${customer.name}`}
          onClick={() => {
            onClose();
            void phone.talking.about(customer);
          }}
        >
          <Icon name="microphone" /> Talk
        </button>
        {kept && <HearBrief brief={kept.brief} />}
        {directions && (
          <a class="button button-wide" href={directions} aria-label={`Directions to ${customer.name}`}>
            <Icon name="pin" /> Directions
          </a>
        )}
      </div>
      {kept && <p class="brief-age">{checkedWords(kept.checked_at, now_ms.value)}</p>}
    </Sheet>
  );
}

const MISSING = {
  looking: "Looking…",
  told: "Nothing is known about this customer yet. What you say after the visit is here the next time.",
  offline: "This brief is not on the phone, and there is no way to the server now.",
};
