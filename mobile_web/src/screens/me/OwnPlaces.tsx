import { useSignal } from "@preact/signals";
import type { OwnPlace } from "../../api/contract";
import { usePhone } from "../../app/context";
import { say } from "../../app/toasts";
import { askWhereNow } from "../../location/position";
import { uuid7 } from "../../store/uuid7";

const WORDS = { home: "Home", office: "Office" } as const;
const HERE = { home: "I am at home now", office: "I am at the office now" } as const;

/** Home and office: stops there are never visits. Stored only by this tap. */
export function OwnPlaces({ places }: { places: OwnPlace[] }) {
  return (
    <div class="me-places">
      <p class="me-detail">
        Tell where home and office are, and a stop there is never taken for a visit. Each is stored only when you tap, while you stand
        there.
      </p>
      <ul class="rows">
        {(["home", "office"] as const).map((kind) => (
          <Place key={kind} kind={kind} place={places.find((place) => place.kind === kind) ?? null} />
        ))}
      </ul>
    </div>
  );
}

function Place({ kind, place }: { kind: OwnPlace["kind"]; place: OwnPlace | null }) {
  const phone = usePhone();
  const is_asking = useSignal(false);
  const keep = async (): Promise<void> => {
    is_asking.value = true;
    const spot = await askWhereNow();
    is_asking.value = false;
    if (!spot) return say("This phone could not tell where it is. Try again outside or near a window.");
    await phone.taps.keep({ kind: "own_place", place: { id: place?.id ?? uuid7(), kind, lat: spot.lat, lon: spot.lon } });
  };
  return (
    <li class="me-place">
      <span class="row-title">{WORDS[kind]}</span>
      {place ? (
        <button
          type="button"
          class="button button-danger"
          aria-label={`Forget ${WORDS[kind]}`}
          onClick={() => void phone.taps.keep({ kind: "own_place_removed", place_id: place.id }, `${WORDS[kind]} forgotten`)}
        >
          Forget
        </button>
      ) : (
        <button type="button" class="button" onClick={() => void keep()}>
          {is_asking.value ? "Looking…" : HERE[kind]}
        </button>
      )}
    </li>
  );
}
