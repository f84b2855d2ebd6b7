import "./styles/base.css";
import { render } from "preact";
import { App } from "./app/App";
import { Phone } from "./app/phone";
import { is_online, pairing_code } from "./app/state";
import { readLaunch } from "./app/launch";

const launch = readLaunch();
pairing_code.value = launch.code;
const root = document.getElementById("app");

void open();

async function open(): Promise<void> {
  const phone = await Phone.open();
  if (root) render(<App phone={phone} />, root);
  listenToTheWorld(phone);
  await phone.start();
  if (launch.is_talk) await phone.talk();
}

function listenToTheWorld(phone: Phone): void {
  is_online.value = navigator.onLine;
  addEventListener("online", () => {
    is_online.value = true;
    phone.lookedAt();
  });
  addEventListener("offline", () => {
    is_online.value = false;
  });
  document.addEventListener("visibilitychange", () =>
    document.visibilityState === "visible" ? phone.lookedAt() : phone.lookedAway(),
  );
  // A pairing link opened while the app is already there changes the fragment only.
  addEventListener("hashchange", () => {
    pairing_code.value = readLaunch().code || pairing_code.value;
  });
  if (import.meta.env.PROD) void navigator.serviceWorker?.register("/app/sw.js", { scope: "/app/" });
}
