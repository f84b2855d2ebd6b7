import { computed } from "@preact/signals";
import type { VisitOut } from "../../api/contract";
import { usePhone } from "../../app/context";
import { moments, time_zone } from "../../app/state";
import { Icon } from "../../components/Icon";
import { span } from "../../time/format";
import { unspoken } from "../../app/unspoken";
import "./unspoken.css";

const left_over = computed<VisitOut[]>(() => unspoken(moments.value, new Date()));

/** Towards the end of the day: the visits about which nothing was said yet, each one tap to talk. */
export function Unspoken() {
  const phone = usePhone();
  if (left_over.value.length === 0) return null;
  return (
    <section class="unspoken" aria-label="Without a note">
      <h2>Without a note</h2>
      <ul class="unspoken-list">
        {left_over.value.map((visit) => (
          <li key={visit.id}>
            <button
              type="button"
              class="unspoken-visit"
              aria-label={`Talk now about ${visit.customer?.name ?? "this visit"}`}
              onClick={() => void phone.talk(visit.id)}
            >
              <span>{visit.customer?.name}</span>
              <span class="unspoken-times">{span(visit.arrived_at, visit.left_at, time_zone.value)}</span>
              <Icon name="microphone" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
