import type { Command, CommandState, Explanation } from "./wire";
import type { Answer } from "./request";

/** What a person tapped. */
export type Wish = { type: "water"; zone: string; minutes: number } | { type: "stop"; zone: string } | { type: "stop-all" };

/**
 * One tap on its way to the farm, until the server has answered; afterwards `commandId` tells which command it became.
 * However often it is sent, it carries the same key, so it acts once.
 */
export interface Order {
  key: string;
  wish: Wish;
  stage:
    | { name: "sending"; tries: number }
    | { name: "lost" }
    | { name: "rejected"; status: number; code: string; retryAfterSeconds: number | undefined }
    | { name: "accepted"; commandId: string };
}

/** A key that no other tap has, of random bytes; `crypto.randomUUID` is missing where a farm serves the page without TLS. */
export function keyOf(random: Uint8Array): string {
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Tries before a person is asked: the first, and two more after `retryDelayMs`. */
const TRIES = 3;

export function retryDelayMs(tries: number): number {
  return 1_000 * 2 ** (tries - 1);
}

/** The order after an answer; still `sending` means that it has to be sent again after a pause. */
export function answered(order: Order, answer: Answer<{ commandId: string }>): Order {
  if (order.stage.name !== "sending") {
    return order;
  }
  switch (answer.kind) {
    case "ok":
      return { ...order, stage: { name: "accepted", commandId: answer.value.commandId } };
    case "refused":
      return {
        ...order,
        stage: {
          name: "rejected",
          status: answer.status,
          code: answer.code || String(answer.status),
          retryAfterSeconds: answer.retryAfterSeconds,
        },
      };
    case "unreachable":
      return {
        ...order,
        stage: order.stage.tries < TRIES ? { name: "sending", tries: order.stage.tries + 1 } : { name: "lost" },
      };
  }
}

/** The same order, sent once more because a person asked for it. */
export function sentAgain(order: Order): Order {
  return { ...order, stage: { name: "sending", tries: 1 } };
}

/** Method, path below the farm, and body of a wish. */
export function route(wish: Wish): { method: string; path: string; body?: unknown } {
  switch (wish.type) {
    case "water":
      return { method: "POST", path: `/zones/${encodeURIComponent(wish.zone)}/runs`, body: { minutes: wish.minutes } };
    case "stop":
      return { method: "DELETE", path: `/zones/${encodeURIComponent(wish.zone)}/runs/current` };
    case "stop-all":
      return { method: "POST", path: "/stop" };
  }
}

/** What a phone may say of an order or command, from the tap to its end. */
export type Progress =
  | { at: "sending"; again: boolean }
  | { at: "lost" }
  | { at: "rejected"; status: number; code: string; retryAfterSeconds: number | undefined }
  | { at: CommandState; reason: Explanation | undefined; expiresAtMs: number };

/** An order or command to show: what was asked, and how far it has come. */
export interface Shown {
  id: string;
  type: string;
  minutes: number | undefined;
  litres: number | undefined;
  progress: Progress;
}

/** A finished command stays on its zone's card for this long, one of the whole farm at the foot of the page for a shorter time. */
const LINGER_MS = 10 * 60_000;
const FARM_LINGER_MS = 30_000;

/**
 * What a card shows: this phone's order until the server has taken it, then the newest command of the zone while it is
 * news. `commands` are all commands heard of, by id.
 */
export function shown(
  order: Order | undefined,
  commands: Readonly<Record<string, Command>>,
  ofZone: Command | undefined,
  nowMs: number,
): Shown | undefined {
  const own = order?.stage.name === "accepted" ? commands[order.stage.commandId] : undefined;
  if (order && !own) {
    return {
      id: order.key,
      type: order.wish.type,
      minutes: order.wish.type === "water" ? order.wish.minutes : undefined,
      litres: undefined,
      progress: progressOfOrder(order),
    };
  }
  const lingerMs = (own ?? ofZone)?.zone === undefined ? FARM_LINGER_MS : LINGER_MS;
  const command = newer(own, ofZone && (commands[ofZone.id] ?? ofZone));
  if (!command || (isFinal(command.state) && nowMs - lastChangeMs(command) > lingerMs)) {
    return undefined;
  }
  return {
    id: command.id,
    type: command.type,
    minutes: command.minutes,
    litres: command.litres,
    progress: { at: command.state, reason: command.reason, expiresAtMs: Date.parse(command.expiresAt) },
  };
}

function newer(own: Command | undefined, ofZone: Command | undefined): Command | undefined {
  return own && ofZone && Date.parse(own.issuedAt) < Date.parse(ofZone.issuedAt) ? ofZone : (own ?? ofZone);
}

function progressOfOrder(order: Order): Progress {
  switch (order.stage.name) {
    case "sending":
      return { at: "sending", again: order.stage.tries > 1 };
    case "lost":
      return { at: "lost" };
    case "rejected":
      return { ...order.stage, at: "rejected" };
    case "accepted":
      // taken by the server, but its first state has not come back yet
      return { at: "sending", again: false };
  }
}

/** Whether water was asked for and may still come: a second tap would be a second watering, so only a stop is offered. */
export function isUnderWay(shown: Shown | undefined): boolean {
  return shown?.type === "water" && ["sending", "sent", "received", "running"].includes(shown.progress.at);
}

export function isFinal(state: CommandState): boolean {
  return state === "done" || state === "refused" || state === "expired";
}

function lastChangeMs(command: Command): number {
  return Date.parse(command.history.at(-1)?.at ?? command.issuedAt);
}

const STEPS: readonly CommandState[] = ["sent", "received", "running", "done"];

/** How many of the four steps (sent, received, water, done) an order has behind it; a refused one has none ahead. */
export function stepsDone(progress: Progress): number {
  return STEPS.indexOf(progress.at as CommandState) + 1;
}

const RANK: Record<CommandState, number> = { sent: 0, received: 1, running: 2, done: 3, refused: 3, expired: 3 };

/** Commands kept in memory; older ones are no news. */
const REMEMBERED = 50;

/** The commands heard of, with another one; a state never goes back, whichever way the news came. */
export function remembered(
  commands: Readonly<Record<string, Command>>,
  heard: readonly Command[],
): Readonly<Record<string, Command>> {
  const all = { ...commands };
  for (const command of heard) {
    const known = all[command.id];
    if (!known || RANK[known.state] <= RANK[command.state]) {
      all[command.id] = command;
    }
  }
  return Object.fromEntries(Object.entries(all).slice(-REMEMBERED));
}
