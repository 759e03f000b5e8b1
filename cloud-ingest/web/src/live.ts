import type { News } from "./home";

const TYPES: readonly News["type"][] = ["reading", "state", "command", "run", "alert"];
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

/** A farm's server-sent events; opens itself again, with a growing and scattered pause, when the browser has given up. */
export class LiveStream {
  private source: EventSource | undefined;
  private timer: number | undefined;
  private pauseMs = FIRST_PAUSE_MS;

  constructor(
    private readonly url: string,
    private readonly onOpen: () => void,
    private readonly onNews: (news: News) => void,
    private readonly onLost: () => void,
  ) {
    this.connect();
  }

  get open(): boolean {
    return this.source?.readyState === EventSource.OPEN;
  }

  /** Connects at once unless connected. */
  reopen(): void {
    if (!this.open) {
      this.close();
      this.connect();
    }
  }

  close(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }

  private connect(): void {
    const source = new EventSource(this.url);
    this.source = source;
    source.onopen = () => {
      this.pauseMs = FIRST_PAUSE_MS;
      this.onOpen();
    };
    source.onerror = () => {
      this.onLost();
      // CONNECTING: the browser tries again by itself; CLOSED: an answer that was no stream, so it never will
      if (source.readyState === EventSource.CLOSED) {
        this.timer = window.setTimeout(() => this.connect(), this.pauseMs * (0.5 + Math.random() / 2));
        this.pauseMs = Math.min(LONGEST_PAUSE_MS, this.pauseMs * 2);
      }
    };
    for (const type of TYPES) {
      source.addEventListener(type, (event) => {
        this.onNews({ type, data: JSON.parse((event as MessageEvent<string>).data) } as News);
      });
    }
  }
}
