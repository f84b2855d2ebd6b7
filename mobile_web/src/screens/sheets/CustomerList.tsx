import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import type { CustomerFound, Named } from "../../api/contract";
import { usePhone } from "../../app/context";
import { knownCustomers } from "../../app/known";
import { round, visits } from "../../app/state";
import { distanceWords } from "../../location/distance_words";
import "./lists.css";

const PAUSE_MS = 200;

/** Customers to choose from: what is likely first, then what is near, then what is searched. */
export function CustomerList({ likely, onChoose }: { likely: Named[]; onChoose: (customer: Named) => void }) {
  const phone = usePhone();
  const id = useId();
  const words = useSignal("");
  const { found, is_offline } = useFound(words.value);
  const first = words.value ? [] : likely;
  const known = (): Named[] => knownCustomers(visits.value, round.value?.answer ?? null, phone.watch.latest(), words.value);
  const more: (Named & Partial<CustomerFound>)[] = is_offline ? known() : found;
  const others = more.filter((customer) => !first.some((one) => one.id === customer.id));
  return (
    <>
      <label class="for-readers" for={id}>
        Search customers
      </label>
      <input
        id={id}
        class="field customer-search"
        type="search"
        placeholder="Search by name or street"
        autocomplete="off"
        value={words.value}
        onInput={(event) => {
          words.value = event.currentTarget.value;
        }}
      />
      {is_offline && (
        <p class="sheet-note" role="status">
          No network: these are the customers that this phone knows. All others can be chosen later.
        </p>
      )}
      <ul class="list" aria-label="Customers">
        {[...first, ...others].map((customer) => (
          <li key={customer.id}>
            <Choice customer={customer} onChoose={() => onChoose(customer)} />
          </li>
        ))}
      </ul>
      {!is_offline && words.value && others.length === 0 && <p class="sheet-note">No customer is called that.</p>}
    </>
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
        if (here) void phone.countSearchNear();
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
