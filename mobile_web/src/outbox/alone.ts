/** Web Locks: what two open tabs must not both do. Where the browser has none, the work runs unguarded; sending twice is harmless. */
const OUTBOX = "rounds-outbox";

export function alone<T>(work: () => Promise<T>): Promise<T> {
  return hasLocks() ? (navigator.locks.request(OUTBOX, work) as Promise<T>) : work();
}

/** Hold a recording's lock while it is being recorded; the browser lets go of it when the tab dies. Returns the release. */
export function holdRecording(recording_id: string): () => void {
  if (!hasLocks()) return () => undefined;
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks.request(lockOf(recording_id), () => until);
  return () => release();
}

/** Whether some tab is recording this at the moment. */
export async function isLive(recording_id: string): Promise<boolean> {
  if (!hasLocks()) return false;
  return navigator.locks.request(lockOf(recording_id), { ifAvailable: true }, (lock) => lock === null);
}

function lockOf(recording_id: string): string {
  return `rounds-recording-${recording_id}`;
}

function hasLocks(): boolean {
  return typeof navigator !== "undefined" && "locks" in navigator && navigator.locks !== undefined;
}
