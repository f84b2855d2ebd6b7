import { said_on_leaving } from "../app/state";
import { Mark } from "../components/Mark";
import { phase } from "../app/state";
import "./front.css";

/** The pairing was taken back; the phone holds nothing any more, and says so. */
export function RevokedScreen() {
  return (
    <main class="front">
      <Mark />
      <h1>This phone is no longer paired</h1>
      <p role="alert">{said_on_leaving.value}</p>
      <p>Everything that this app kept on the phone was removed. To go on, ask the support desk for a new code.</p>
      <div class="front-end">
        <button
          type="button"
          class="button button-main button-wide"
          onClick={() => {
            said_on_leaving.value = null;
            phase.value = "pairing";
          }}
        >
          I have a new code
        </button>
      </div>
    </main>
  );
}
