import { useSignal } from "@preact/signals";
import { Refused, Unreachable } from "../api/failures";
import { usePhone } from "../app/context";
import { errands, pairing_code, recordings, said_on_leaving } from "../app/state";
import { phoneName } from "../app/trouble";
import { Mark } from "../components/Mark";
import "./front.css";

/** The only thing that an unpaired phone can do. */
export function PairingScreen() {
  const phone = usePhone();
  const problem = useSignal<string | null>(null);
  const is_pairing = useSignal(false);

  const pair = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (is_pairing.value) return;
    const code = pairing_code.value.trim();
    if (!code) {
      problem.value = "Scan the code on the desk's screen, or type it here.";
      return;
    }
    is_pairing.value = true;
    problem.value = null;
    try {
      await phone.pair(code, phoneName(navigator.userAgent));
      pairing_code.value = "";
    } catch (failure) {
      problem.value = wordsFor(failure);
    } finally {
      is_pairing.value = false;
    }
  };

  return (
    <main class="front">
      <Mark />
      <h1>Pair this phone</h1>
      <p>Once, for months. After that you open the app and talk. No password.</p>
      <KeptLine />
      {problem.value && (
        <p class="front-problem" role="alert">
          {problem.value}
        </p>
      )}
      <form class="front-end" onSubmit={(event) => void pair(event)}>
        <div>
          <label class="label" for="code">
            Pairing code
          </label>
          <input
            id="code"
            class="field front-code"
            value={pairing_code.value}
            onInput={(event) => {
              pairing_code.value = event.currentTarget.value;
            }}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            enterkeyhint="go"
            aria-describedby="code-help"
          />
          <p id="code-help" class="front-help">
            The support desk shows it as a picture to scan and as letters to type. It works once, for some minutes.
          </p>
        </div>
        <button type="submit" class="button button-main button-wide">
          {is_pairing.value ? "Pairing…" : "Pair this phone"}
        </button>
      </form>
    </main>
  );
}

/** Unpaired, but not empty: what was not sent yet waits for the next pairing. */
function KeptLine() {
  const kept = recordings.value.filter(({ stage }) => stage !== "sent").length + errands.value.length;
  if (!said_on_leaving.value && kept === 0) return null;
  return (
    <p class="front-problem" role="status">
      {said_on_leaving.value} {kept > 0 && `${kept} not yet sent ${kept === 1 ? "is" : "are"} kept here and will go up once this phone is paired again.`}
    </p>
  );
}

function wordsFor(failure: unknown): string {
  if (failure instanceof Refused) return failure.detail;
  if (failure instanceof Unreachable) return "The server does not answer. Check that this phone has a network, then try again.";
  return `This phone could not keep the pairing (${failure instanceof Error ? failure.message : String(failure)}). Leave private browsing, then try again.`;
}
