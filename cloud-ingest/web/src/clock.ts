import { signal } from "@preact/signals";

/** The server's time, tied to a moment of a clock that never jumps; a phone's own clock is often wrong by minutes. */
export interface Anchor {
  serverMs: number;
  monotonicMs: number;
}

/** The server's time at a monotonic moment. */
export function serverTime(anchor: Anchor, monotonicMs: number): number {
  return anchor.serverMs + (monotonicMs - anchor.monotonicMs);
}

/**
 * The anchor after the server was heard at `serverMs`. An answer to a question is taken as it is; a time that came
 * along with other news only ever moves the clock forward, since it may have been under way for long.
 */
export function heard(anchor: Anchor, serverMs: number, monotonicMs: number, answer: boolean): Anchor {
  return answer || serverMs > serverTime(anchor, monotonicMs) ? { serverMs, monotonicMs } : anchor;
}

let anchor: Anchor = { serverMs: Date.now(), monotonicMs: performance.now() };

/** Now by the server's clock, in epoch milliseconds; ticks once a second while the page is seen. */
export const now = signal(serverTime(anchor, performance.now()));

export function setServerTime(serverMs: number, answer: boolean): void {
  anchor = heard(anchor, serverMs, performance.now(), answer);
  now.value = serverTime(anchor, performance.now());
}

export function startTicking(): void {
  setInterval(() => {
    if (!document.hidden) {
      now.value = serverTime(anchor, performance.now());
    }
  }, 1_000);
}
