/** Reminders by web push: asked for by a tap only, taken back by a tap. */
import type { Api } from "../api/client";

export type PushState = "unsupported" | "off" | "on" | "denied";

export function isPushSupported(): boolean {
  return "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;
}

/** What this browser says about reminders, without asking the person anything. */
export async function pushState(): Promise<PushState> {
  if (!isPushSupported()) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  const registration = await navigator.serviceWorker.getRegistration("/app/");
  const subscription = await registration?.pushManager.getSubscription();
  return subscription && Notification.permission === "granted" ? "on" : "off";
}

/** Let the browser ask, subscribe, and tell the server where messages go. Throws when the server cannot be reached. */
export async function turnOnPush(api: Api): Promise<PushState> {
  if ((await Notification.requestPermission()) !== "granted") return pushState();
  const registration = await navigator.serviceWorker.ready;
  const applicationServerKey = bytesOf(await api.pushKey());
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  try {
    await tellServer(subscription, api);
  } catch (failure) {
    // On here and unknown there would be a reminder that never comes.
    await subscription.unsubscribe();
    throw failure;
  }
  return pushState();
}

/** Tell the server again where messages go: browsers change that, and this phone may have been paired anew. */
export async function renewPush(api: Api): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration("/app/");
  const subscription = await registration?.pushManager.getSubscription();
  if (subscription) await tellServer(subscription, api);
}

/** Take the reminder of a visit off the screen: it is being talked about. */
export async function dismissReminder(visit_id: string): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration("/app/");
  const shown = (await registration?.getNotifications?.({ tag: `visit-${visit_id}` })) ?? [];
  for (const notification of shown) notification.close();
}

function tellServer(subscription: PushSubscription, api: Api): Promise<unknown> {
  const { endpoint, keys } = subscription.toJSON();
  return api.subscribeToPush({ endpoint: endpoint ?? "", keys: { p256dh: keys?.["p256dh"] ?? "", auth: keys?.["auth"] ?? "" } });
}

export async function turnOffPush(api: Api): Promise<PushState> {
  const registration = await navigator.serviceWorker.getRegistration("/app/");
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
  await api.unsubscribeFromPush();
  return pushState();
}

/** Bytes from base64url (RFC 4648, section 5), as the key comes. */
export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
