const TOLERATED_MINUTES = 5;

/** What to say of a clock that is wrong by so much against the server's; null when it is right enough. */
export function clockOffWords(ahead_ms: number): string | null {
  const minutes = Math.round(Math.abs(ahead_ms) / 60_000);
  if (minutes <= TOLERATED_MINUTES) return null;
  const way = ahead_ms > 0 ? "ahead" : "behind";
  return `This phone's clock is ${amount(minutes)} ${way}. Set it, or your visits and notes stand at the wrong time.`;
}

function amount(minutes: number): string {
  if (minutes < 90) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
