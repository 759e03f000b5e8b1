import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { now } from "../clock";
import type { FarmView } from "../farm";
import { litres, number, openTime } from "../format";
import { flowNow, hasFreshLitres, minuteChoices } from "../home";
import { say, texts } from "../language";
import { isUnderWay, shown, type Shown } from "../order";
import { fill } from "../text";
import type { NextRun, RunRecord, Zone } from "../wire";
import { Icon } from "./icon";
import { Moisture } from "./moisture";
import { OrderProgress, resendOf } from "./progress";
import { Left, voice, when } from "./words";

/** One zone: how wet it is, what it does, and the taps that water it. */
export function ZoneCard({ zone, farm }: { zone: Zone; farm: FarmView }) {
  const t = texts();
  const order = farm.orders.value[zone.id];
  const status = shown(order, farm.commands.value, zone.command, now.value);
  return (
    <li class="card zone" data-zone={zone.id}>
      <div class="zone-head">
        <h2 id={`zone-${zone.id}`}>{zone.name}</h2>
        <span class="crop">{say(zone.crop)}</span>
      </div>
      <Moisture zone={zone} />
      <Now zone={zone} />
      <dl class="facts">
        <dt>
          <Icon name="clock" />
          {t.nextRun}
        </dt>
        <dd class="next-runs">{zone.preview?.[0] ? zone.preview.map(Coming) : t.noNextRun}</dd>
        <dt>
          <Icon name="past" />
          {t.lastRun}
        </dt>
        <dd>{zone.lastRun === undefined ? t.noLastRun : when(zone.lastRun.startedAt)}</dd>
        {zone.lastRun && (
          <dd class="run">
            <PastRun run={zone.lastRun} />
          </dd>
        )}
      </dl>
      {zone.holdUntil !== undefined && <p class="notice">{fill(t.heldUntil, { time: when(zone.holdUntil) })}</p>}
      {zone.question && <p class="notice">{say(zone.question.text)}</p>}
      {zone.mode === "hand" ? (
        <p class="notice">
          <Icon name="hand" /> {t.byHand}
        </p>
      ) : (
        <Actions zone={zone} farm={farm} status={status} />
      )}
      {status && <OrderProgress shown={status} onResend={resendOf(order, (lost) => farm.again(lost))} />}
    </li>
  );
}

/** A run to come: when and how long; of one that is not certain also what it hangs on. */
function Coming({ certainty, at, minutes, explanation }: NextRun) {
  const time = certainty !== "conditional" && at && when(at);
  return (
    <>
      <span class="run-line">{[time, minutes && openTime(voice(), minutes)].filter(Boolean).join(" · ")}</span>
      {certainty !== "planned" && <span class="why">{say(explanation)}</span>}
    </>
  );
}

/** What the zone does now; the line is always there, so that nothing jumps when it changes. */
function Now({ zone }: { zone: Zone }) {
  const t = texts();
  const { run } = zone;
  if (run === undefined) {
    return <p class={zone.queued ? "now waiting" : "now"}>{zone.queued ? t.queued : t.idle}</p>;
  }
  const flow = run.waterConfirmed ? flowNow(zone, now.value) : undefined;
  return (
    <div class={run.waterConfirmed ? "now running" : "now waiting"}>
      <p>
        <strong>{t.watering}</strong>
        {zone.until !== undefined && (
          <>
            {" · "}
            <Left until={zone.until} />
          </>
        )}
      </p>
      <p>
        {run.waterConfirmed ? t.waterSeen : t.waterNotSeen}
        {flow !== undefined && ` · ${fill(t.flow, { n: number(voice(), flow, 0) })}`}
        {hasFreshLitres(run, now.value) && ` · ${litres(voice(), run.litres, run.litresMeasured)}`}
      </p>
      <p class="why">{say(run.explanation)}</p>
    </div>
  );
}

/** A run that is over: how it ended, how long, how much, and why. */
export function PastRun({ run }: { run: RunRecord }) {
  const t = texts();
  const amount =
    run.outcome === "skipped"
      ? []
      : [openTime(voice(), run.minutes), litres(voice(), run.litres, run.litresMeasured)];
  const outcome = run.outcome === undefined ? t.watering : t[run.outcome];
  return (
    <>
      <span class="run-line">{[outcome, ...amount].join(" · ")}</span>
      <span class="why">{say(run.explanation)}</span>
    </>
  );
}

/** A stop sooner after the tap that watered is the second half of a double tap, meant for the button that was there before. */
const DOUBLE_TAP_MS = 800;

function Actions({ zone, farm, status }: { zone: Zone; farm: FarmView; status: Shown | undefined }) {
  const t = texts();
  const choices = minuteChoices(zone.maxMinutes);
  const chosen = useSignal<number | undefined>(undefined);
  const minutes = chosen.value ?? (choices.includes(10) ? 10 : choices[choices.length - 1]!);
  const sending = status?.progress.at === "sending";
  const wateredAtMs = useRef(-DOUBLE_TAP_MS);
  const water = () => {
    tapped.current = true;
    wateredAtMs.current = performance.now();
    farm.give({ type: "water", zone: zone.id, minutes });
  };
  const stop = () => {
    if (performance.now() - wateredAtMs.current >= DOUBLE_TAP_MS) {
      tapped.current = true;
      farm.give({ type: "stop", zone: zone.id });
    }
  };
  const underWay = zone.run !== undefined || zone.queued === true || isUnderWay(status);
  // the button that had the focus is gone when it changes; a screen reader must not start over at the top
  const group = useRef<HTMLDivElement>(null);
  const tapped = useRef(false);
  useEffect(() => {
    if (tapped.current) {
      tapped.current = false;
      group.current?.querySelector("button")?.focus({ preventScroll: true });
    }
  }, [underWay]);
  const selectId = `minutes-${zone.id}`;
  return (
    <div ref={group} class="actions" role="group" aria-labelledby={`zone-${zone.id}`}>
      {underWay ? (
        <button
          class="danger grow"
          type="button"
          onClick={stop}
          disabled={sending && status.type === "stop"}
        >
          <Icon name="stop" />
          {t.stop}
        </button>
      ) : (
        <>
          <label class="hidden" for={selectId}>
            {t.howLong}
          </label>
          <select
            id={selectId}
            value={minutes}
            onChange={(event) => (chosen.value = Number(event.currentTarget.value))}
          >
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {fill(t.minutes, { n: String(choice) })}
              </option>
            ))}
          </select>
          <button
            class="primary grow"
            type="button"
            disabled={sending}
            onClick={water}
          >
            <Icon name="drop" />
            {fill(t.water, { n: String(minutes) })}
          </button>
        </>
      )}
    </div>
  );
}
