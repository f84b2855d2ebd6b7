import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CustomerFound, Named } from "../../api/contract";
import { usePhone } from "../../app/context";
import { today } from "../../app/state";
import { Sheet } from "../../components/Sheet";
import "./lists.css";

const PAUSE_MS = 200;

interface Props {
  recording_id: string | null;
  visit_id: string | null;
  onClose: () => void;
}

/** Whom a visit or a note was about: what was likely first, then what is near, then what is searched. */
export function CustomerSheet({ recording_id, visit_id, onClose }: Props) {
  const phone = usePhone();
  const words = useSignal("");
  const { found, is_offline } = useFound(words.value);
  const visit = today.value?.visits.find((one) => one.id === visit_id);
  const likely = words.value ? [] : [...(recording_id && visit?.customer ? [visit.customer] : []), ...(visit?.alternatives ?? [])];
  const others = found.filter((customer) => !likely.some((one) => one.id === customer.id));

  const choose = ({ id, name }: Named): void => {
    void phone.tap(
      recording_id
        ? { kind: "customer", recording_id, customer_id: id, customer_name: name }
        : { kind: "decision", visit_id: visit_id ?? "", decision: { decision: "changed", customer_id: id }, customer_name: name },
    );
    onClose();
  };

  return (
    <Sheet title={recording_id ? "Which customer?" : "Where were you?"} onClose={onClose}>
      <label class="for-readers" for="customer-search">
        Search customers
      </label>
      <input
        id="customer-search"
        class="field customer-search"
        type="search"
        placeholder="Search by name or street"
        autocomplete="off"
        value={words.value}
        onInput={(event) => {
          words.value = event.currentTarget.value;
        }}
      />
      <ul class="list" aria-label="Customers">
        {[...likely, ...others].map((customer) => (
          <li key={customer.id}>
            <Choice customer={customer} onChoose={() => choose(customer)} />
          </li>
        ))}
      </ul>
      {is_offline && (
        <p class="sheet-note" role="status">
          No network, so other customers cannot be searched. You can choose later; the note is kept.
        </p>
      )}
      {!is_offline && words.value && others.length === 0 && <p class="sheet-note">No customer is called that.</p>}
    </Sheet>
  );
}

function Choice({ customer, onChoose }: { customer: Named & Partial<CustomerFound>; onChoose: () => void }) {
  const distance = customer.distance_m;
  return (
    <button type="button" class="choice" onClick={onChoose}>
      <span>{customer.name}</span>
      {customer.street && <span class="list-small">{customer.street}</span>}
      {typeof distance === "number" && <span class="choice-far">{distanceWords(distance)}</span>}
    </button>
  );
}

function useFound(words: string): { found: CustomerFound[]; is_offline: boolean } {
  const phone = usePhone();
  const found = useSignal<CustomerFound[]>([]);
  const is_offline = useSignal(false);
  useEffect(() => {
    let is_wanted = true;
    const look = async (): Promise<void> => {
      const here = phone.watch.latest();
      const query = { ...(words && { q: words }), ...(here && { lat: here.lat, lon: here.lon }) };
      try {
        const customers = await phone.api.customers(query);
        if (!is_wanted) return;
        found.value = customers;
        is_offline.value = false;
      } catch {
        if (is_wanted) is_offline.value = true;
      }
    };
    const timer = setTimeout(() => void look(), words ? PAUSE_MS : 0);
    return () => {
      is_wanted = false;
      clearTimeout(timer);
    };
  }, [words, phone, found, is_offline]);
  return { found: found.value, is_offline: is_offline.value };
}

function distanceWords(distance_m: number): string {
  return distance_m < 1000 ? `${Math.round(distance_m / 10) * 10} m` : `${(distance_m / 1000).toFixed(1)} km`;
}
