import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { AppSetup, PositionSource } from "../../api/contract";
import { Refused } from "../../api/failures";
import { usePhone } from "../../app/context";
import { now_ms, sheet, sources } from "../../app/state";
import { Sheet } from "../../components/Sheet";
import { SetupSteps } from "./SetupSteps";
import { liveWords } from "./live_words";
import "./sources.css";

const LOOK_MS = 3_000;

/** One location app: set it up, see that it works, take it away. */
export function SourceSheet({ app, onClose }: { app: string; onClose: () => void }) {
  const phone = usePhone();
  const setup = useSignal<AppSetup | null>(null);
  const problem = useSignal<string | null>(null);
  useLiveCheck();
  const source = sources.value?.answer.apps.find((one) => one.app === app);
  if (!source) return null;

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    problem.value = null;
    try {
      await work();
      await phone.sources.refresh();
    } catch (failure) {
      problem.value = failure instanceof Refused ? failure.detail : "This needs a network, and the server does not answer. Try again.";
    }
  };
  const setUp = (): Promise<void> =>
    attempt(async () => {
      setup.value = await phone.api.setUpSource(app);
    });
  const remove = (): Promise<void> =>
    attempt(async () => {
      await phone.api.removeSource(app);
      sheet.value = { kind: "sources" };
    });

  return (
    <Sheet title={source.title} onClose={onClose}>
      {source.is_set_up && <LiveCheck source={source} />}
      {problem.value && (
        <p class="notice notice-warn" role="alert">
          {problem.value}
        </p>
      )}
      {setup.value && <SetupSteps setup={setup.value} />}
      {!setup.value && !source.is_set_up && (
        <>
          <p class="sheet-note">For {source.platforms.join(" and ")}. Install it first, then come back here.</p>
          <button type="button" class="button button-main button-wide" onClick={() => void setUp()}>
            Set up {source.title}
          </button>
        </>
      )}
      {source.is_set_up && (
        <div class="button-row source-end">
          {!setup.value && (
            <button type="button" class="button" onClick={() => void setUp()}>
              Set up again
            </button>
          )}
          <button type="button" class="button button-danger" onClick={() => void remove()}>
            Remove {source.title}
          </button>
        </div>
      )}
    </Sheet>
  );
}

function LiveCheck({ source }: { source: PositionSource }) {
  const told = sources.value;
  if (!told) return null;
  return (
    <div class={source.is_silent ? "live live-silent" : "live"}>
      <p role="status" aria-label="Live check">
        {liveWords(source, told, now_ms.value).long}
      </p>
      {source.problem && <p class="live-problem">Its last message had a problem: {source.problem}</p>}
      {source.is_silent && <p class="live-problem">That is longer ago than it should be. Open {source.title} once.</p>}
    </div>
  );
}

/** Ask the server every few seconds while this sheet is looked at. */
function useLiveCheck(): void {
  const phone = usePhone();
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState !== "visible") return;
      now_ms.value = Date.now();
      void phone.sources.refresh();
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [phone]);
}
