import { batch, signal, type Signal } from "@preact/signals";
import { now, setServerTime } from "./clock";
import { newest, withNews, type News } from "./home";
import { keepHome, keptHome } from "./keepsake";
import { LiveStream } from "./live";
import { answered, isFinal, keyOf, remembered, retryDelayMs, route, sentAgain, type Order, type Wish } from "./order";
import { request } from "./request";
import { noticeRefusal } from "./session";
import type { Command, Home } from "./wire";

/** How often the home is asked for while the page is seen, in case that the live stream has died unnoticed. */
const REFRESH_MS = 60_000;
/** How often an open command is asked for while there is no live stream, and while there seems to be one. */
const POLL_MS = 3_000;
const POLL_BESIDE_LIVE_MS = 9_000;

/** What the page knows of its farm: figures of the server, of an earlier visit, or none. */
export type Reach = "loading" | "reached" | "unreachable" | "gone";

/** One farm on the screen: its home, kept fresh by the live stream, and the orders that were tapped. */
export class FarmView {
  readonly home: Signal<Home | undefined> = signal(undefined);
  readonly reach: Signal<Reach> = signal("loading");
  /** the server's time when the figures shown were current */
  readonly asOfMs: Signal<number> = signal(0);
  /** by zone; "" stands for the whole farm */
  readonly orders: Signal<Readonly<Record<string, Order>>> = signal({});
  readonly commands: Signal<Readonly<Record<string, Command>>> = signal({});
  /** rises with every run that ended, so that a list of runs knows when to ask again */
  readonly runsEnded: Signal<number> = signal(0);

  private readonly path: string;
  private readonly live: LiveStream;
  private readonly timers: number[];
  private polledAtMs = 0;
  private closed = false;

  constructor(readonly id: string) {
    this.path = `/farms/${encodeURIComponent(id)}`;
    const kept = keptHome(id);
    if (kept) {
      setServerTime(kept.serverMs, true);
      this.home.value = kept.home;
      this.asOfMs.value = kept.asOfMs;
    }
    void this.refresh();
    this.live = new LiveStream(
      `/api/v1${this.path}/live`,
      () => void this.refresh(),
      (news) => this.take(news),
      () => void this.refresh(),
    );
    this.timers = [
      window.setInterval(() => !document.hidden && void this.refresh(), REFRESH_MS),
      window.setInterval(() => this.poll(), POLL_MS),
    ];
    document.addEventListener("visibilitychange", this.onVisibility);
    window.addEventListener("online", this.onVisibility);
  }

  close(): void {
    this.closed = true;
    this.live.close();
    this.timers.forEach(clearInterval);
    document.removeEventListener("visibilitychange", this.onVisibility);
    window.removeEventListener("online", this.onVisibility);
  }

  private readonly onVisibility = (): void => {
    if (!document.hidden) {
      this.live.reopen();
      void this.refresh();
    } else if (this.home.value) {
      // the phone may drop a hidden page without another word
      keepHome(this.home.value, this.asOfMs.value);
    }
  };

  async refresh(): Promise<void> {
    const answer = await request<Home>("GET", this.path);
    if (this.closed) {
      return;
    }
    if (answer.kind === "ok") {
      batch(() => {
        setServerTime(Date.parse(answer.value.now), true);
        this.show(answer.value);
      });
    } else if (answer.kind === "unreachable") {
      this.reach.value = "unreachable";
    } else {
      noticeRefusal(answer);
      this.reach.value = answer.status === 404 ? "gone" : "unreachable";
    }
  }

  private show(arrived: Home): void {
    const home = newest(this.home.value, arrived);
    this.home.value = home;
    this.reached();
    this.commands.value = remembered(
      this.commands.value,
      home.zones.flatMap((zone) => zone.command ?? []),
    );
    keepHome(home, this.asOfMs.value);
  }

  private reached(): void {
    this.reach.value = "reached";
    this.asOfMs.value = now.value;
  }

  private take(news: News): void {
    const home = this.home.value;
    batch(() => {
      if (news.type === "state") {
        setServerTime(Date.parse(news.data.now), false);
        this.show(news.data);
        return;
      }
      if (news.type === "reading") {
        setServerTime(Date.parse(news.data.at), false);
      } else if (news.type === "command") {
        this.commands.value = remembered(this.commands.value, [news.data]);
      } else if (news.type === "run" && news.data.endedAt !== undefined) {
        this.runsEnded.value += 1;
      }
      if (home) {
        this.home.value = withNews(home, news);
        this.reached();
      }
    });
  }

  /** Sends a wish once, however often the network makes us try. */
  give(wish: Wish): void {
    void this.send({ key: keyOf(crypto.getRandomValues(new Uint8Array(16))), wish, stage: { name: "sending", tries: 1 } });
  }

  /** Sends a lost order again under its own key. */
  again(order: Order): void {
    void this.send(sentAgain(order));
  }

  private async send(first: Order): Promise<void> {
    const place = first.wish.type === "stop-all" ? "" : first.wish.zone;
    const { method, path, body } = route(first.wish);
    const put = (order: Order) => (this.orders.value = { ...this.orders.value, [place]: order });
    // a later tap (a stop, say) takes this place, and nothing of this one is sent any more
    const overtaken = () => this.closed || this.orders.value[place]?.key !== first.key;
    put(first);
    let order = first;
    while (order.stage.name === "sending" && !overtaken()) {
      const answer = await request<{ commandId: string }>(method, this.path + path, body, order.key);
      if (overtaken()) {
        return;
      }
      if (answer.kind !== "ok") {
        noticeRefusal(answer);
      }
      const next = answered(order, answer);
      put(next);
      if (next.stage.name === "sending") {
        await pause(retryDelayMs(order.stage.tries));
      } else if (next.stage.name === "accepted") {
        await this.ask(next.stage.commandId);
      }
      order = next;
    }
  }

  private async ask(commandId: string): Promise<void> {
    const answer = await request<Command>("GET", `${this.path}/commands/${encodeURIComponent(commandId)}`);
    if (answer.kind === "ok" && !this.closed) {
      this.commands.value = remembered(this.commands.value, [answer.value]);
    }
  }

  /** Asks for this phone's commands that are under way: often without a live stream, sometimes beside one that may be dead. */
  private poll(): void {
    const pauseMs = this.live.open ? POLL_BESIDE_LIVE_MS : 0;
    if (document.hidden || performance.now() - this.polledAtMs < pauseMs) {
      return;
    }
    this.polledAtMs = performance.now();
    for (const { stage } of Object.values(this.orders.value)) {
      if (stage.name !== "accepted") {
        continue;
      }
      const known = this.commands.value[stage.commandId];
      if (!known || !isFinal(known.state)) {
        void this.ask(stage.commandId);
      }
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}
