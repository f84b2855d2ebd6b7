import { Mark } from "../components/Mark";
import "./front.css";

/** The browser gives no storage: notes could not be kept, so none is taken. */
export function StorageScreen() {
  return (
    <main class="front">
      <Mark />
      <h1>This browser keeps nothing</h1>
      <p role="alert">
        Your notes are kept on the phone until they are sent, and this browser does not allow it. Leave private browsing,
        or free some space, then open the page again.
      </p>
      <div class="front-end">
        <button type="button" class="button button-main button-wide" onClick={() => location.reload()}>
          Open again
        </button>
      </div>
    </main>
  );
}
