import { computed } from "@preact/signals";
import type { VisitOut } from "../../api/contract";
import { usePhone } from "../../app/context";
import { moments, time_zone } from "../../app/state";
import { Icon } from "../../components/Icon";
import { span } from "../../time/format";
import { unspoken } from "../../app/unspoken";
import "./unspoken.css";

const left_over = computed<VisitOut[]>(() => unspoken(moments.value, new Date()));

/** So many stand openly: the day's line must stay in sight. */
const FEW = 3;

/** Towards the end of the day: the visits about which nothing was said yet, each one tap to talk. */
export function Unspoken() {
  const first = left_over.value.slice(0, FEW);
  const others = left_over.value.slice(FEW);
  if (first.length === 0) return null;
  return (
    <section class="unspoken" aria-label="Without a note">
      <h2>Without a note</h2>
      <UnspokenList visits={first} />
      {others.length > 0 && (
        <details class="unspoken-more">
          <summary>{others.length === 1 ? "1 more" : `${others.length} more`}</summary>
          <UnspokenList visits={others} />
        </details>
      )}
    </section>
  );
}

function UnspokenList({ visits }: { visits: VisitOut[] }) {
  const phone = usePhone();
  return (
    <ul class="unspoken-list">
      {visits.map((visit) => (
        <li key={visit.id}>
          <button
            type="button"
            class="unspoken-visit"
            onClick={() => void phone.talking.start(visit.id)}
          >
            <span class="unspoken-name">
              <span class="for-readers">Talk now about </span>
              {visit.customer?.name ?? "this visit"}
            </span>
            <span class="unspoken-times">{timesOf(visit)}</span>
            <Icon name="microphone" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function timesOf(visit: VisitOut): string {
  return span(visit.arrived_at, visit.left_at, time_zone.value);
}
