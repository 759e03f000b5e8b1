import { useEffect, useMemo } from "preact/hooks";
import { now } from "../clock";
import { FarmView } from "../farm";
import { alarmsByUrgency } from "../home";
import { say, texts } from "../language";
import { shown } from "../order";
import { fill } from "../text";
import type { Alarm, Home } from "../wire";
import { TopBar } from "./bar";
import { SignOutButton } from "./farm-picker";
import { Icon } from "./icon";
import { OrderProgress, resendOf } from "./progress";
import { RunHistory } from "./run-history";
import { Age, ageOf, when } from "./words";
import { ZoneCard } from "./zone-card";

/** A farm's page: what it does, what is the matter, and its zones. */
export function FarmHome({ id, back }: { id: string; back: boolean }) {
  const t = texts();
  const farm = useMemo(() => new FarmView(id), [id]);
  useEffect(() => () => farm.close(), [farm]);
  const home = farm.home.value;
  const reach = farm.reach.value;
  if (home === undefined || reach === "gone") {
    return (
      <>
        <TopBar title={t.appName} back={back} />
        <main>
          <div aria-live="polite">
            <p class="empty">{reach === "gone" ? t.farmGone : reach === "loading" ? t.loading : t.networkDown}</p>
          </div>
          {reach === "unreachable" && (
            <button class="wide" type="button" onClick={() => void farm.refresh()}>
              {t.retry}
            </button>
          )}
          {reach !== "loading" && <SignOutButton />}
        </main>
      </>
    );
  }
  const order = farm.orders.value[""];
  const stopAll = shown(order, farm.commands.value, undefined, now.value);
  return (
    <>
      <TopBar title={home.name} back={back} />
      <main class="farm">
        <Condition farm={farm} home={home} />
        <Alarms alarms={alarmsByUrgency(home)} />
        <ul class="zones">
          {home.zones.map((zone) => (
            <ZoneCard key={zone.id} zone={zone} farm={farm} />
          ))}
        </ul>
        <RunHistory farm={farm} zones={home.zones} />
        <SignOutButton />
      </main>
      <footer class="bottom">
        {stopAll && <OrderProgress shown={stopAll} onResend={resendOf(order, (lost) => farm.again(lost))} />}
        <button
          class="danger wide"
          type="button"
          disabled={order?.stage.name === "sending"}
          onClick={() => farm.give({ type: "stop-all" })}
        >
          <Icon name="stop" />
          {t.stopAll}
        </button>
      </footer>
    </>
  );
}

/** Whether what is shown is live, and what else holds for the whole farm. */
function Condition({ farm, home }: { farm: FarmView; home: Home }) {
  const t = texts();
  const asOfMs = farm.asOfMs.value;
  return (
    <div class="condition">
      {farm.reach.value === "unreachable" ? (
        <div class="notice bad" data-reach="unreachable">
          <p role="status">
            <Icon name="broken" /> <strong>{t.phoneOffline}</strong>
          </p>
          <p>{fill(t.phoneOfflineHelp, { time: when(asOfMs), age: ageOf(asOfMs) })}</p>
        </div>
      ) : home.online ? (
        <p class="reach good" data-reach="online">
          <Icon name="link" /> {t.online}
        </p>
      ) : (
        <FarmOffline lastSeen={home.lastSeen} />
      )}
      {home.clock === "untrusted" && <p class="notice">{t.clockUntrusted}</p>}
      {home.holdUntil !== undefined && <p class="notice">{fill(t.heldUntil, { time: when(home.holdUntil) })}</p>}
      {home.planRefused ? (
        <p class="notice bad">{fill(t.planRefused, { reason: say(home.planRefused.reason) })}</p>
      ) : (
        home.planVersion > home.appliedPlanVersion && <p class="notice">{t.planWaiting}</p>
      )}
    </div>
  );
}

function FarmOffline({ lastSeen }: { lastSeen: string | undefined }) {
  const t = texts();
  const seenMs = lastSeen === undefined ? undefined : Date.parse(lastSeen);
  return (
    <div class="notice bad" data-reach="offline">
      <p>
        <Icon name="broken" />{" "}
        <strong>
          {seenMs === undefined
            ? t.neverSeen
            : fill(t.offlineSince, { time: when(seenMs), age: ageOf(seenMs) })}
        </strong>
      </p>
      {seenMs !== undefined && <p>{t.offlineHelp}</p>}
    </div>
  );
}

function Alarms({ alarms }: { alarms: readonly Alarm[] }) {
  const t = texts();
  if (alarms.length === 0) {
    return null;
  }
  return (
    <section class="alarms" aria-label={t.alarms}>
      {alarms.map((alarm) => (
        <div key={alarm.id} class={`alarm ${alarm.severity}`}>
          <Icon name="alarm" />
          <div>
            <strong>{t[alarm.severity]}</strong> <Age at={alarm.raisedAt} />
            <p role="alert">{say(alarm.explanation)}</p>
          </div>
        </div>
      ))}
    </section>
  );
}
