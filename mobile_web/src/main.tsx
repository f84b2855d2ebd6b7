import "./styles/base.css";
import { render } from "preact";
import type { Named } from "./api/contract";
import { App } from "./app/App";
import { Phone } from "./app/phone";
import { say } from "./app/toasts";
import { is_online, is_spilling, pairing_code } from "./app/state";
import { readLaunch } from "./app/launch";
import { StorageScreen } from "./screens/StorageScreen";

const launch = readLaunch();
pairing_code.value = launch.code;
const root = document.getElementById("app");

void open();

async function open(): Promise<void> {
  const phone = await openPhone();
  if (!phone) return;
  if (root) render(<App phone={phone} />, root);
  listenToTheWorld(phone);
  await phone.start();
  if (launch.shared) say(launch.shared);
  if (launch.about) phone.lookInto(launch.about);
  if (launch.is_talk) await phone.talking.start(launch.visit_id);
}

/** Without storage nothing could be kept, so nothing may be spoken: say so in place of an app that would lose notes. */
async function openPhone(): Promise<Phone | null> {
  try {
    return await Phone.open();
  } catch {
    if (root) render(<StorageScreen />, root);
    return null;
  }
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
  // What is held in memory only would be gone with the page.
  addEventListener("beforeunload", (event) => {
    if (is_spilling.value) event.preventDefault();
  });
  // A link opened while the app is already there changes the fragment only.
  addEventListener("hashchange", () => {
    const { code, is_talk, visit_id, shared, about } = readLaunch();
    if (shared) void phone.tookShared(shared);
    pairing_code.value = code || pairing_code.value;
    if (about) phone.lookInto(about);
    if (is_talk) void phone.talking.start(visit_id);
  });
  // A message was tapped while the app was open; somebody who is talking already is not disturbed.
  navigator.serviceWorker?.addEventListener("message", (event: MessageEvent<{ talk?: string; about?: Named; has_notice?: true }>) => {
    if (event.data.has_notice) void phone.notices.refresh();
    if (event.data.about) phone.lookInto(event.data.about);
    if (event.data.talk) void phone.talking.start(event.data.talk);
  });
  if (import.meta.env.PROD) void registerWorker();
}

/** A worker that cannot be had now (a server being updated) is asked for again at the next start. */
async function registerWorker(): Promise<void> {
  try {
    await navigator.serviceWorker?.register("/app/sw.js", { scope: "/app/" });
  } catch (failure) {
    console.warn("Rounds opens without a network only after the next start.", failure);
  }
}
