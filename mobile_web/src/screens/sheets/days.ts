export interface Day {
  on: string;
  name: string;
}

/** Today and the six days after it, by the names that people use for them. */
export function nextDays(today_on: string, locale?: string): Day[] {
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
  return Array.from({ length: 7 }, (_, ahead) => {
    const day = new Date(`${today_on}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() + ahead);
    const name = ["Today", "Tomorrow"][ahead] ?? weekday.format(day);
    return { on: day.toISOString().slice(0, 10), name };
  });
}
