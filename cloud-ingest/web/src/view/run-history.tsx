import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { FarmView } from "../farm";
import { texts } from "../language";
import { request, type Refusal } from "../request";
import { noticeRefusal } from "../session";
import type { Page, RunRecord, Zone } from "../wire";
import { trouble, when } from "./words";
import { PastRun } from "./zone-card";

const SHOWN = 20;

/** The farm's latest runs, asked for when somebody opens the list and whenever another one has ended. */
export function RunHistory({ farm, zones }: { farm: FarmView; zones: readonly Zone[] }) {
  const t = texts();
  const open = useSignal(false);
  const runs = useSignal<RunRecord[] | undefined>(undefined);
  const refusal = useSignal<Refusal | undefined>(undefined);
  const ended = farm.runsEnded.value;

  useEffect(() => {
    if (!open.value) {
      return;
    }
    let asked = true;
    void request<Page<RunRecord>>("GET", `/farms/${encodeURIComponent(farm.id)}/runs?limit=${SHOWN}`).then((answer) => {
      if (!asked) {
        return;
      }
      if (answer.kind === "ok") {
        runs.value = answer.value.items.slice(0, SHOWN);
        refusal.value = undefined;
      } else {
        noticeRefusal(answer);
        refusal.value = answer;
      }
    });
    return () => {
      asked = false;
    };
  }, [open.value, ended]);

  const nameOf = (id: string) => zones.find((zone) => zone.id === id)?.name ?? id;
  return (
    <details class="card history" onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>
        <h2>{t.history}</h2>
      </summary>
      {refusal.value && <p class="problem">{trouble(refusal.value)}</p>}
      {!refusal.value && runs.value === undefined && <p>{t.loading}</p>}
      {runs.value?.length === 0 && <p>{t.noHistory}</p>}
      <ul>
        {runs.value?.map((run) => (
          <li key={run.id}>
            <strong>{nameOf(run.zone)}</strong> {when(run.startedAt)}
            <PastRun run={run} />
          </li>
        ))}
      </ul>
    </details>
  );
}
