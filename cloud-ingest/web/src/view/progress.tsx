import { useEffect, useRef } from "preact/hooks";
import { number } from "../format";
import { say, texts } from "../language";
import { stepsDone, type Order, type Shown } from "../order";
import { fill } from "../text";
import { voice, wait, when } from "./words";

/** How far an order has come, in one honest sentence and, for water, as four steps. */
export function OrderProgress({ shown, onResend }: { shown: Shown; onResend: (() => void) | undefined }) {
  const t = texts();
  const { progress } = shown;
  const box = useRef<HTMLDivElement>(null);
  const tapped = progress.at === "sending";
  useEffect(() => {
    if (tapped) {
      box.current?.scrollIntoView({ block: "nearest" });
    }
  }, [tapped]);
  const bad = ["lost", "rejected", "refused", "expired"].includes(progress.at);
  return (
    <div ref={box} class={bad ? "order bad" : progress.at === "done" ? "order good" : "order"} data-state={progress.at}>
      <p class="order-name">{name(shown)}</p>
      {shown.type === "water" && !bad && <Steps done={stepsDone(progress)} />}
      <p class="order-sentence" role="status">
        {sentence(shown)}
      </p>
      {progress.at === "lost" && onResend && (
        <button class="wide" type="button" onClick={onResend}>
          {t.resend}
        </button>
      )}
    </div>
  );
}

function Steps({ done }: { done: number }) {
  const t = texts();
  return (
    <ol class="steps" aria-hidden="true">
      {[t.stepSent, t.stepReceived, t.stepWater, t.stepDone].map((label, index) => (
        <li key={label} class={index < done ? "past" : index === done ? "next" : ""}>
          {label}
        </li>
      ))}
    </ol>
  );
}

function name({ type, minutes, litres }: Shown): string {
  const t = texts();
  switch (type) {
    case "water":
      return litres === undefined
        ? fill(t.orderWater, { n: number(voice(), minutes ?? 0, 1) })
        : fill(t.orderWaterLitres, { n: number(voice(), litres, 0) });
    case "stop":
      return t.orderStop;
    case "stop-all":
      return t.orderStopAll;
    default:
      return t.orderOther;
  }
}

function sentence({ type, progress }: Shown): string {
  const t = texts();
  const water = type === "water";
  switch (progress.at) {
    case "sending":
      return progress.again ? t.resending : t.sending;
    case "lost":
      return t.lost;
    case "rejected":
      return progress.status === 403
        ? t.forbidden
        : progress.status === 429
          ? fill(t.tooManyOrders, { wait: wait(progress.retryAfterSeconds) })
          : fill(t.rejected, { code: progress.code });
    case "sent":
      return fill(t.sent, { time: when(progress.expiresAtMs) });
    case "received":
      return water ? t.received : t.receivedPlain;
    case "running":
      return water ? t.running : t.runningPlain;
    case "done":
      return progress.reason ? `${t.done} ${say(progress.reason)}` : t.done;
    case "refused":
      return progress.reason ? fill(t.refused, { reason: say(progress.reason) }) : t.refusedPlain;
    case "expired":
      return progress.reason ? `${t.expired} ${say(progress.reason)}` : t.expired;
  }
}

/** What resends a lost order; nothing else is sent twice. */
export function resendOf(order: Order | undefined, again: (order: Order) => void): (() => void) | undefined {
  return order?.stage.name === "lost" ? () => again(order) : undefined;
}
