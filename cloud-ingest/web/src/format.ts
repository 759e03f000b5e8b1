import { fill, type Texts } from "./text";

/** How numbers and times read in one language. */
export interface Voice {
  texts: Texts;
  locale: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A figure older than this is shown as old. */
const STALE_MS = 30 * MINUTE_MS;

export function isStale(ageMs: number): boolean {
  return ageMs > STALE_MS;
}

export function number(voice: Voice, value: number, digits: number): string {
  return new Intl.NumberFormat(voice.locale, { maximumFractionDigits: digits }).format(value);
}

/** A fraction of the volume, m³/m³, as whole percent. */
export function percent(voice: Voice, fraction: number): string {
  return `${number(voice, fraction * 100, 0)} %`;
}

/** Litres: one decimal below 10, whole ones above; an estimate says so. */
export function litres(voice: Voice, value: number, measured: boolean): string {
  const n = number(voice, value, value < 10 ? 1 : 0);
  return fill(measured ? voice.texts.litres : voice.texts.aboutLitres, { n });
}

/** How long ago; a time slightly ahead of us is "just now", since clocks differ by moments. */
export function age(voice: Voice, ageMs: number): string {
  if (ageMs < MINUTE_MS) {
    return voice.texts.justNow;
  }
  if (ageMs < HOUR_MS) {
    return fill(voice.texts.minutesAgo, { n: String(Math.floor(ageMs / MINUTE_MS)) });
  }
  if (ageMs < DAY_MS) {
    return fill(voice.texts.hoursAgo, { n: String(Math.floor(ageMs / HOUR_MS)) });
  }
  return fill(voice.texts.daysAgo, { n: String(Math.floor(ageMs / DAY_MS)) });
}

/** A time to wait or that was taken, in its largest fitting unit; never shorter than it is. */
export function duration(voice: Voice, ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  if (seconds < 60) {
    return fill(voice.texts.seconds, { n: String(seconds) });
  }
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) {
    return fill(voice.texts.minutes, { n: String(minutes) });
  }
  return fill(voice.texts.hours, { n: number(voice, minutes / 60, 1) });
}

/** Open time of a run in minutes, as people say it: whole minutes, seconds when it was short. */
export function openTime(voice: Voice, minutes: number): string {
  return minutes < 1
    ? fill(voice.texts.seconds, { n: number(voice, minutes * 60, 0) })
    : fill(voice.texts.minutes, { n: number(voice, minutes, minutes < 10 ? 1 : 0) });
}

/** What is left of a run, as on a kitchen timer: `9:05`. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The time of day, with the day in words when it is near and with its date when it is not. `timeZone` absent means the phone's. */
export function moment(voice: Voice, atMs: number, nowMs: number, timeZone?: string): string {
  const clock = new Intl.DateTimeFormat(voice.locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  } as Intl.DateTimeFormatOptions).format(atMs);
  const days = dayNumber(atMs, timeZone) - dayNumber(nowMs, timeZone);
  const near: Record<string, string> = {
    "-1": voice.texts.yesterday,
    "0": voice.texts.today,
    "1": voice.texts.tomorrow,
  };
  const day =
    near[days] ??
    new Intl.DateTimeFormat(voice.locale, {
      weekday: "short",
      day: "numeric",
      month: "numeric",
      timeZone,
    } as Intl.DateTimeFormatOptions).format(atMs);
  return `${clock} ${day}`;
}

/** Days since 1970 on the calendar of a time zone. */
function dayNumber(ms: number, timeZone: string | undefined): number {
  const parts = new Intl.DateTimeFormat("en-CA", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    timeZone,
  } as Intl.DateTimeFormatOptions).format(ms);
  return Math.round(Date.parse(parts) / DAY_MS);
}
