/** Keep the screen on while somebody speaks, where the phone allows it. Returns the release. */
export async function keepScreenOn(): Promise<() => void> {
  try {
    const lock = await navigator.wakeLock.request("screen");
    return () => void lock.release().catch(() => undefined);
  } catch {
    return () => undefined;
  }
}
