import { useEffect } from "preact/hooks";
import { usePhone } from "../../app/context";
import { isResting } from "../../app/hearing";
import { kept_model, type KeptModel, model_fetch, model_offer } from "../../app/state";
import { Sheet } from "../../components/Sheet";
import type { ModelOffer } from "../../hearing/model_fetch";
import { is_connected } from "../today/connection";
import { megabytes, memoryHint, networkHint } from "./hearing_words";
import "./hearing_sheet.css";

/** Fetch, see and remove the speech model with which this phone hears by itself. */
export function HearingSheet({ onClose }: { onClose: () => void }) {
  const phone = usePhone();
  useEffect(() => void phone.hearing.look(), [phone]);
  const kept = kept_model.value;
  return (
    <Sheet title="Hear without a network" onClose={onClose}>
      <p class="sheet-note">
        With a speech model on this phone your words appear while you speak, in flight mode too. The server hears the note again
        when there is signal, and its words take their place.
      </p>
      <div class="hearing-state" role="status" aria-label="Hearing on this phone">
        <Progress />
        {kept && <Kept kept={kept} />}
      </div>
      {model_offer.value && <Offer offer={model_offer.value} kept={kept} />}
      {!kept && !model_offer.value && <p class="sheet-note">{is_connected.value ? "Asking the server…" : "Needs a network once, to fetch the model."}</p>}
      {kept && (
        <button type="button" class="button button-wide button-danger" onClick={() => void phone.hearing.remove()}>
          Remove from this phone
        </button>
      )}
    </Sheet>
  );
}

function Progress() {
  const fetch = model_fetch.value;
  if (fetch.stage === "fetching") {
    return (
      <>
        <progress class="hearing-progress" max={1} value={fetch.part} aria-label="Fetched" />
        <p>{Math.round(fetch.part * 100)} % fetched</p>
      </>
    );
  }
  if (fetch.stage === "opening") return <p>Trying it out</p>;
  return fetch.stage === "failed" ? <p class="hearing-trouble">{fetch.why}</p> : null;
}

function Kept({ kept }: { kept: KeptModel }) {
  const phone = usePhone();
  if (!isResting(kept.falls)) {
    return (
      <p>
        On. {kept.name}, {megabytes(kept.size_bytes)}. {kept.words_missing_note}
      </p>
    );
  }
  return (
    <>
      <p class="hearing-trouble">
        Resting: the app was closed {kept.falls} times while it heard, so this phone may have too little memory for it. Your notes
        are recorded all the same.
      </p>
      <button type="button" class="button" onClick={() => void phone.hearing.trust()}>
        Switch it on again
      </button>
    </>
  );
}

function Offer({ offer, kept }: { offer: ModelOffer; kept: KeptModel | null }) {
  const phone = usePhone();
  const is_fetching = model_fetch.value.stage === "fetching" || model_fetch.value.stage === "opening";
  const { connection, deviceMemory } = navigator as Navigator & { connection?: { type?: string }; deviceMemory?: number };
  if (is_fetching) {
    return (
      <button type="button" class="button button-wide" onClick={() => phone.hearing.stopFetching()}>
        Stop fetching
      </button>
    );
  }
  if (kept?.sha256 === offer.sha256) return null;
  return (
    <>
      {!kept && offer.words_missing_note && <p class="sheet-note">{offer.words_missing_note}</p>}
      <p class="sheet-note">
        {networkHint(connection)} {memoryHint(deviceMemory)}
      </p>
      <button type="button" class="button button-main button-wide" onClick={() => void phone.hearing.fetch()}>
        {kept ? "Fetch the newer model" : "Fetch"}, {megabytes(offer.size_bytes + __RECOGNISER_BYTES__)}
      </button>
    </>
  );
}
