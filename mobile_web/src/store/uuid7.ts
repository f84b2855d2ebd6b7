let last_ms = 0;
let sequence = 0;

/** Make a UUIDv7 (RFC 9562): ids made on one phone sort in the order of their making, also within a millisecond. */
export function uuid7(clock_ms: number = Date.now()): string {
  // A clock that is set back must not put later taps before earlier ones.
  const now_ms = Math.max(clock_ms, last_ms);
  sequence = now_ms === last_ms ? sequence + 1 : 0;
  last_ms = now_ms;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time = now_ms.toString(16).padStart(12, "0");
  for (let i = 0; i < 6; i++) bytes[i] = Number.parseInt(time.slice(2 * i, 2 * i + 2), 16);
  bytes[6] = 0x70 | ((sequence >> 8) & 0x0f);
  bytes[7] = sequence & 0xff;
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
