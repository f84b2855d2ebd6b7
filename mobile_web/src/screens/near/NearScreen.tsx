import { useSignal } from "@preact/signals";
import { lazy, Suspense } from "preact/compat";
import { customersAround, isDue, type Nearby } from "../../app/around";
import { here, round, why_no_position } from "../../app/state";
import { NearItem } from "./NearItem";
import "./near.css";

const FEW = 40;

/** The customers around, nearest first, and who is due: found on the phone itself, whose position is not sent for this. */
export function NearScreen() {
  const is_due_only = useSignal(false);
  const is_map = useSignal(false);
  const shown = useSignal(FEW);
  const told = round.value?.answer;
  if (!told) return <Empty />;
  const around = customersAround(told, here.value, is_due_only.value);
  const due_count = told.customers.filter(isDue).length;
  return (
    <main class="place">
      <h1>Near me</h1>
      <div class="near-choices" role="group" aria-label="Show">
        <button type="button" class="chip" aria-pressed={is_due_only.value} onClick={() => (is_due_only.value = !is_due_only.value)}>
          Due only{due_count > 0 && ` (${due_count})`}
        </button>
        <button type="button" class="chip" aria-pressed={is_map.value} onClick={() => (is_map.value = !is_map.value)}>
          Map
        </button>
      </div>
      {!here.value && <p class="notice">{why_no_position.value === null ? LOOKING : NO_POSITION}</p>}
      {around.length === 0 && <p class="sheet-note">{is_due_only.value ? "Nobody is due." : "There are no customers yet."}</p>}
      {is_map.value && around.length > 0 && <Map around={around} />}
      <ul class="near-list" aria-label="Customers">
        {around.slice(0, shown.value).map((one) => (
          <NearItem key={one.customer.id} nearby={one} />
        ))}
      </ul>
      {around.length > shown.value && (
        <button type="button" class="button button-wide" onClick={() => (shown.value += FEW)}>
          Show more
        </button>
      )}
    </main>
  );
}

const LOOKING = "Waiting for this phone's position. Until then, who is due comes first.";
const NO_POSITION = "Your position is not asked for now, so nothing is measured. Who is due comes first.";

/** Leaflet is fetched only when a map is opened. */
const NearMap = lazy(() => import("./NearMap"));

function Map({ around }: { around: Nearby[] }) {
  return (
    <Suspense fallback={<div class="near-map" role="status" aria-label="The map is being opened" />}>
      <NearMap around={around} />
    </Suspense>
  );
}

function Empty() {
  return (
    <main class="place">
      <h1>Near me</h1>
      <p class="notice" role="status">
        The customers are not on this phone yet. They come with the first network and then stay here.
      </p>
    </main>
  );
}
