import type { RecordingOut } from "../api/contract";

/** Milliseconds until the next look at a note that is being heard: each second at first, then ever more slowly. */
export function pollDelayMs(looks: number): number {
  return Math.min(15_000, looks < 20 ? 1_000 : 1_000 * 1.3 ** (looks - 19));
}

/** Whether the server is still working on a note. */
export function isPending(recording: RecordingOut): boolean {
  return ["receiving", "waiting_for_chunks", "waiting", "hearing"].includes(recording.state);
}

/** Put a newer answer about one note in the place of the older one. */
export function withRecording(recordings: RecordingOut[], answer: RecordingOut): RecordingOut[] {
  const is_known = recordings.some((recording) => recording.id === answer.id);
  if (!is_known) return [...recordings, answer];
  return recordings.map((recording) => (recording.id === answer.id ? answer : recording));
}
