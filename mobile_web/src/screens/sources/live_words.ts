import type { PositionSource, PositionSources } from "../../api/contract";

const LATE_S = 120;

/** "20 s", "5 min", "3 h", "2 days". */
export function ageWords(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** How fresh an app's last position is: `short` for one line, `long` as the answer to "does it work?". */
export function liveWords(
  source: PositionSource,
  told: { answer: Pick<PositionSources, "server_time">; told_ms: number },
  now_ms: number,
): { short: string; long: string } {
  if (source.last_received_at === null) {
    return { short: "nothing came yet", long: "No position came yet. It can take a minute after the app was set up." };
  }
  // Ages are told by the server's clock: this phone's may be wrong.
  const server_ms = Date.parse(told.answer.server_time) + Math.max(0, now_ms - told.told_ms);
  const came_s = (server_ms - Date.parse(source.last_received_at)) / 1000;
  const short = `last position ${ageWords(came_s)} ago`;
  const accuracy = source.last_accuracy_m === null ? "" : `, accuracy ${Math.round(source.last_accuracy_m)} m`;
  const lag_s = source.last_at === null ? 0 : (Date.parse(source.last_received_at) - Date.parse(source.last_at)) / 1000;
  const lag = lag_s > LATE_S ? ` It was taken ${ageWords(lag_s)} earlier.` : "";
  return { short, long: `Your last position came ${ageWords(came_s)} ago${accuracy}.${lag}` };
}
