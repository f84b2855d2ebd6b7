import { pairing_code } from "../app/state";
import { Mark } from "../components/Mark";
import "./front.css";

/** Opened over plain http: nothing here would work, so say what will. */
export function InsecureScreen() {
  const fragment = pairing_code.value ? `#pair=${encodeURIComponent(pairing_code.value)}` : "";
  const address = `https://${location.host}${location.pathname}${fragment}`;
  return (
    <main class="front">
      <Mark />
      <h1>This page needs https</h1>
      <p>
        Phones give the microphone and the position only to pages opened over a secure connection. This one was opened
        over plain http, so it could not hear you.
      </p>
      <p>
        Open the same address with https:// in front. If that does not answer, ask whoever runs the server to switch
        https on; the server says how when it starts. Then scan a new code.
      </p>
      <div class="front-end">
        <a class="button button-main button-wide" href={address}>
          Open over https
        </a>
      </div>
    </main>
  );
}
