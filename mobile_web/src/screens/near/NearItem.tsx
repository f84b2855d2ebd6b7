import type { Nearby } from "../../app/around";
import { now_ms, sheet, time_zone } from "../../app/state";
import { Icon } from "../../components/Icon";
import { distanceWords } from "../../location/distance_words";
import { dateOn } from "../../time/format";
import { directionsTo } from "./directions";
import { DueMark } from "./DueMark";

/** One customer: its brief by a tap, the way there beside it. */
export function NearItem({ nearby: { customer, distance_m } }: { nearby: Nearby }) {
  const directions = directionsTo(customer);
  const today = dateOn(new Date(now_ms.value).toISOString(), time_zone.value);
  return (
    <li class="near-item">
      <button
        type="button"
        class="near-open"
        onClick={() => {
          sheet.value = { kind: "brief", customer: { id: customer.id, name: customer.name } };
        }}
      >
        <span class="near-name">{customer.name}</span>
        <span class="near-small">
          {[distance_m !== null && distanceWords(distance_m), customer.street || customer.city].filter(Boolean).join(" · ")}
        </span>
        <DueMark customer={customer} today={today} />
      </button>
      {directions && (
        <a class="button-icon" href={directions} aria-label={`Directions to ${customer.name}`}>
          <Icon name="way" />
        </a>
      )}
    </li>
  );
}
