const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const percentage = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
const finePercentage = new Intl.NumberFormat(undefined, {
  style: "percent",
  maximumFractionDigits: 2,
});
const clock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const shortClock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const moment = new Intl.DateTimeFormat(undefined, {
  dateStyle: "medium",
  timeStyle: "medium",
  hourCycle: "h23",
});
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" });
const longDay = new Intl.DateTimeFormat(undefined, {
  weekday: "short",
  day: "numeric",
  month: "long",
  timeZone: "UTC",
});
const regions = new Intl.DisplayNames(undefined, { type: "region", fallback: "code" });

export const count = (value: number): string => whole.format(value);
export const shortCount = (value: number): string =>
  value < 10_000 ? whole.format(value) : compact.format(value);
export const percent = (share: number): string => percentage.format(share);
export const finePercent = (share: number): string => finePercentage.format(share);
export const time = (iso: string): string => clock.format(new Date(iso));
export const minute = (iso: string): string => shortClock.format(new Date(iso));
export const dateTime = (iso: string): string => moment.format(new Date(iso));
export const date = (isoDate: string): string => day.format(new Date(isoDate + "T00:00:00Z"));
export const fullDate = (isoDate: string): string =>
  longDay.format(new Date(isoDate + "T00:00:00Z"));

/** A span of time in its largest fitting unit: "0.9 s", "12 s", "3 min", "2 h", "1 d". */
export function duration(ms: number): string {
  const seconds = Math.max(ms, 0) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

/** The name of a country from its ISO code. */
export function country(code: string): string {
  try {
    return regions.of(code) ?? code;
  } catch {
    return code;
  }
}

const OS_AND_DEVICE: Record<string, string> = {
  desktop: "Desktop",
  mobile: "Mobile",
  tablet: "Tablet",
  bot: "Bot",
};

/** How a dimension's value reads: names for codes, words for what is missing or summed up. */
export function dimensionValue(dimension: string, value: string | null): string {
  if (value === "$other") return "Other";
  if (value === null || value === "") return "Unknown";
  if (dimension === "country") return country(value);
  return OS_AND_DEVICE[value] ?? value;
}
