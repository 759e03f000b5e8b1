import type { Home } from "./wire";

/** The home seen last, kept on the phone so that the page shows something true, with its age, when the network is gone. */
const KEY = "tuoi.home.1"; // the number rises when a home of an earlier page could not be drawn any more

interface Keepsake {
  home: Home;
  /** the server's time when the home was current */
  asOfMs: number;
  /** the phone's clock at that moment; only differences of it are used */
  keptAtMs: number;
}

export function keepHome(home: Home, asOfMs: number): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ home, asOfMs, keptAtMs: Date.now() } satisfies Keepsake));
  } catch {
    // a full or forbidden storage costs the offline view only
  }
}

/** The kept home of a farm, when it was current, and what the server's clock would show now. */
export function keptHome(farm: string): { home: Home; asOfMs: number; serverMs: number } | undefined {
  const text = localStorage.getItem(KEY);
  if (text === null) {
    return undefined;
  }
  const { home, asOfMs, keptAtMs } = JSON.parse(text) as Keepsake;
  if (home.id !== farm) {
    return undefined;
  }
  return { home, asOfMs, serverMs: asOfMs + Math.max(0, Date.now() - keptAtMs) };
}

export function forgetHome(): void {
  localStorage.removeItem(KEY);
}
