import { now } from "../clock";
import { isStale, percent } from "../format";
import { texts } from "../language";
import type { Zone } from "../wire";
import { Icon } from "./icon";
import { Age, voice } from "./words";

/** The wettest that a field soil gets, m³/m³: the full width of the bar. */
const FULL = 0.5;
const WIDTH = 100;

/** Soil moisture of a zone as a figure, a bar and an age; without a reading it says so and draws none. */
export function Moisture({ zone }: { zone: Zone }) {
  const t = texts();
  const reading = zone.soilMoisture;
  const stale = reading !== undefined && isStale(now.value - Date.parse(reading.at));
  const marks = [zone.program?.lowMoisture, zone.program?.highMoisture].flatMap((mark) => mark ?? []);
  return (
    <div class={stale ? "moisture stale" : "moisture"}>
      <Icon name="drop" />
      <div class="moisture-figure">
        <span class="label">{t.soilMoisture}</span>
        {reading === undefined ? <span class="missing">{t.noReading}</span> : <Age at={reading.at} />}
      </div>
      {reading !== undefined && <span class="value">{percent(voice(), reading.value)}</span>}
      <svg class="bar" viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect class="bar-ground" width={WIDTH} height="10" />
        {reading !== undefined && (
          <rect class="bar-water" width={(Math.min(FULL, Math.max(0, reading.value)) / FULL) * WIDTH} height="10" />
        )}
        {marks.map((mark) => (
          <rect class="bar-mark" key={mark} x={(mark / FULL) * WIDTH - 0.5} width="1" height="10" />
        ))}
      </svg>
    </div>
  );
}
