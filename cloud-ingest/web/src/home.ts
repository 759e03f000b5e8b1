import type { Alarm, Command, Home, Reading, RunRecord, Zone } from "./wire";

/** News that changes a part of a home. */
export type Change =
  | { type: "reading"; data: Reading }
  | { type: "command"; data: Command }
  | { type: "run"; data: RunRecord }
  | { type: "alert"; data: Alarm };

/** News of one farm, as its live stream brings it. */
export type News = Change | { type: "state"; data: Home };

/** A home with a piece of news taken in; what is older than what is shown changes nothing. */
export function withNews(home: Home, news: Change): Home {
  switch (news.type) {
    case "reading":
      return withReading(home, news.data);
    case "command":
      return mapZone(home, news.data.zone, (zone) =>
        zone.command && Date.parse(zone.command.issuedAt) > Date.parse(news.data.issuedAt)
          ? zone
          : { ...zone, command: news.data },
      );
    case "run":
      return mapZone(home, news.data.zone, (zone) => withRun(zone, news.data));
    case "alert":
      return withAlarm(home, news.data);
  }
}

/** The later of two states of a home: answers may overtake each other on a weak link. */
export function newest(shown: Home | undefined, arrived: Home): Home {
  return shown && shown.id === arrived.id && Date.parse(shown.now) > Date.parse(arrived.now) ? shown : arrived;
}

function mapZone(home: Home, id: string | undefined, change: (zone: Zone) => Zone): Home {
  return { ...home, zones: home.zones.map((zone) => (zone.id === id ? change(zone) : zone)) };
}

function withReading(home: Home, reading: Reading): Home {
  const isNewer = (old: Reading | undefined) => !old || Date.parse(old.at) <= Date.parse(reading.at);
  return {
    ...home,
    zones: home.zones.map((zone) => {
      const { id, soilMoisture, flow } = zone;
      if (reading.point === (soilMoisture?.point ?? `${id}/soil_moisture`) && isNewer(soilMoisture)) {
        return { ...zone, soilMoisture: reading };
      }
      return reading.point === (flow?.point ?? `${id}/flow`) && isNewer(flow) ? { ...zone, flow: reading } : zone;
    }),
  };
}

function withRun(zone: Zone, run: RunRecord): Zone {
  if (run.endedAt === undefined) {
    const over = zone.lastRun?.id === run.id;
    return over ? zone : { ...zone, run };
  }
  const { run: running, until, ...rest } = zone;
  const later = !zone.lastRun || Date.parse(zone.lastRun.startedAt) <= Date.parse(run.startedAt);
  const ended = later ? { ...rest, lastRun: run } : rest;
  return running === undefined || running.id === run.id
    ? ended
    : { ...ended, run: running, ...(until === undefined ? {} : { until }) };
}

function withAlarm(home: Home, alarm: Alarm): Home {
  const others = home.alarms.filter((old) => old.id !== alarm.id);
  return { ...home, alarms: alarm.clearedAt === undefined ? [alarm, ...others] : others };
}

const SEVERITIES = ["critical", "warning", "notice"] as const;

/** The alarms of a home, the most urgent first, then the newest. */
export function alarmsByUrgency(home: Home): Alarm[] {
  return [...home.alarms].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || Date.parse(b.raisedAt) - Date.parse(a.raisedAt),
  );
}

/** The minutes that a zone offers: the usual ones within its limit, or the limit itself when it is shorter. */
export function minuteChoices(maxMinutes: number): number[] {
  const usual = [5, 10, 20, 30].filter((minutes) => minutes <= maxMinutes);
  return usual.length > 0 ? usual : [maxMinutes];
}

/** A flow older than this says nothing of the water now. */
const FLOW_FRESH_MS = 60_000;
/** Litres told longer ago than this, in minutes of the run, are no longer those of now. */
const LITRES_FRESH_MINUTES = 0.2;

/** The flow of a zone now, in litres a minute. */
export function flowNow({ flow }: Zone, nowMs: number): number | undefined {
  return flow && nowMs - Date.parse(flow.at) <= FLOW_FRESH_MS ? flow.value : undefined;
}

/** Whether the litres of a running run are those of now; a farm tells them when something changes, not every second. */
export function hasFreshLitres(run: RunRecord, nowMs: number): boolean {
  return run.litres > 0 && (nowMs - Date.parse(run.startedAt)) / 60_000 - run.minutes <= LITRES_FRESH_MINUTES;
}
