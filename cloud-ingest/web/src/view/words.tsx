import { now } from "../clock";
import { age, countdown, duration, isStale, moment, type Voice } from "../format";
import { language, texts } from "../language";
import type { Refusal } from "../request";
import { fill } from "../text";

export function voice(): Voice {
  return { texts: texts(), locale: language.value === "vi" ? "vi-VN" : "en-GB" };
}

/** How long ago something was; ages by itself. */
export function Age({ at }: { at: string }) {
  const ms = now.value - Date.parse(at);
  return (
    <time class={isStale(ms) ? "age stale" : "age"} dateTime={at}>
      {isStale(ms) ? `${age(voice(), ms)} · ${texts().stale}` : age(voice(), ms)}
    </time>
  );
}

export function ageOf(atMs: number): string {
  return age(voice(), now.value - atMs);
}

/** A time near now, in words. */
export function when(at: string | number): string {
  return moment(voice(), typeof at === "number" ? at : Date.parse(at), now.value);
}

/** What is left until a time; counts down by itself. */
export function Left({ until }: { until: string }) {
  return <span class="left">{fill(texts().left, { time: countdown(Date.parse(until) - now.value) })}</span>;
}

/** How long to wait, when the server has said so. */
export function wait(seconds: number | undefined): string {
  return duration(voice(), (seconds ?? 60) * 1_000);
}

/** Why a question to the server brought nothing, in one sentence. */
export function trouble(refusal: Refusal): string {
  if (refusal.kind === "unreachable") {
    return texts().networkDown;
  }
  return refusal.status === 429
    ? fill(texts().tooManyTries, { wait: wait(refusal.retryAfterSeconds) })
    : fill(texts().serverFault, { code: refusal.code || String(refusal.status) });
}
