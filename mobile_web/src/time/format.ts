/** "10:02", in the company's zone and the phone's own manner. */
export function clock(instant: string, time_zone?: string, locale?: string): string {
  return format(instant, { hour: "numeric", minute: "2-digit" }, time_zone, locale);
}

/** "10:02 – 10:41", or "since 10:02" while it lasts. */
export function span(from: string, to: string | null, time_zone?: string, locale?: string): string {
  if (to === null) return `since ${clock(from, time_zone, locale)}`;
  const times: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit" };
  return formatter(times, time_zone, locale).formatRange(new Date(from), new Date(to));
}

/** "0:42", "12:05", "1:02:03" from seconds. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(whole / 3600);
  return hours > 0 ? `${hours}:${parts.join(":")}` : parts.join(":").replace(/^0/, "");
}

/** "Sunday". */
export function weekdayName(instant: string, time_zone?: string, locale?: string): string {
  return format(instant, { weekday: "long" }, time_zone, locale);
}

/** "November 22". */
export function dayName(instant: string, time_zone?: string, locale?: string): string {
  return format(instant, { month: "long", day: "numeric" }, time_zone, locale);
}

/** The date at that instant in the company's zone, as YYYY-MM-DD. */
export function dateOn(instant: string, time_zone?: string): string {
  return format(instant, { year: "numeric", month: "2-digit", day: "2-digit" }, time_zone, "sv-SE");
}

const STAYS_MS = 3600_000;

/** Whether it is of today, or of the hour before: what was spoken at 23:59 does not go at midnight while it is being read. */
export function isOfToday(instant: string, now_ms: number, time_zone?: string): boolean {
  const is_fresh = Math.abs(now_ms - Date.parse(instant)) < STAYS_MS;
  return is_fresh || dateOn(instant, time_zone) === dateOn(new Date(now_ms).toISOString(), time_zone);
}

function format(instant: string, options: Intl.DateTimeFormatOptions, time_zone?: string, locale?: string): string {
  return formatter(options, time_zone, locale).format(new Date(instant));
}

function formatter(options: Intl.DateTimeFormatOptions, time_zone?: string, locale?: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, ...(time_zone && { timeZone: time_zone }) });
  } catch {
    // A zone that this phone does not know: its own is the next best.
    return new Intl.DateTimeFormat(locale, options);
  }
}
