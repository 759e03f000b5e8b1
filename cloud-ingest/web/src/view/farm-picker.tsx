import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { texts } from "../language";
import { request, type Refusal } from "../request";
import { noticeRefusal, signOut } from "../session";
import { fill } from "../text";
import type { FarmSummary, Page } from "../wire";
import { TopBar } from "./bar";
import { Icon } from "./icon";
import { ageOf, trouble, when } from "./words";

/** A person with no more farms than this sees them all at once and needs no search. */
const PAGE = 50;
const TYPING_PAUSE_MS = 300;

interface Listing {
  query: string;
  items: FarmSummary[];
  next: string | undefined;
}

async function fetchPage(query: string, after: string | undefined) {
  const parameters = new URLSearchParams({ limit: String(PAGE) });
  if (query !== "") {
    parameters.set("q", query);
  }
  if (after !== undefined) {
    parameters.set("after", after);
  }
  return request<Page<FarmSummary>>("GET", `/farms?${parameters}`);
}

/** The farms that a person may see, with a search when there are many. */
export function FarmPicker({ searchable }: { searchable: boolean }) {
  const t = texts();
  const query = useSignal("");
  const listing = useSignal<Listing | undefined>(undefined);
  const refusal = useSignal<Refusal | undefined>(undefined);

  const load = async (after?: string) => {
    const asked = query.value.trim();
    const answer = await fetchPage(asked, after);
    if (asked !== query.value.trim()) {
      return; // an answer to an earlier question
    }
    if (answer.kind !== "ok") {
      noticeRefusal(answer);
      refusal.value = answer;
      return;
    }
    const before = after === undefined ? [] : (listing.value?.items ?? []);
    refusal.value = undefined;
    listing.value = { query: asked, items: [...before, ...answer.value.items], next: answer.value.next };
  };

  const wanted = query.value;
  useEffect(() => {
    const timer = setTimeout(() => void load(), wanted === "" ? 0 : TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wanted]);

  const shown = listing.value;
  return (
    <>
      <TopBar title={t.farms} />
      <main>
        {searchable && (
          <div class="search">
            <label for="search">{t.search}</label>
            <input
              id="search"
              type="search"
              maxLength={60}
              value={query.value}
              onInput={(event) => (query.value = event.currentTarget.value)}
            />
          </div>
        )}
        {refusal.value && (
          <div class="notice bad" role="alert">
            <p>{trouble(refusal.value)}</p>
            <button type="button" onClick={() => void load()}>
              {t.retry}
            </button>
          </div>
        )}
        <div aria-live="polite">
          {!shown && !refusal.value && <p class="empty">{t.loading}</p>}
          {shown?.items.length === 0 && <p class="empty">{shown.query === "" ? t.noFarms : t.nothingFound}</p>}
        </div>
        <ul class="farms">
          {shown?.items.map((farm) => (
            <li key={farm.id}>
              <FarmLink farm={farm} />
            </li>
          ))}
        </ul>
        {shown?.next !== undefined && (
          <button class="wide" type="button" onClick={() => void load(shown.next)}>
            {t.more}
          </button>
        )}
        <SignOutButton />
      </main>
    </>
  );
}

function FarmLink({ farm }: { farm: FarmSummary }) {
  const t = texts();
  const seenMs = farm.lastSeen === undefined ? undefined : Date.parse(farm.lastSeen);
  return (
    <a class="card farm-link" href={`#/farms/${encodeURIComponent(farm.id)}`}>
      <strong>{farm.name}</strong>
      <span class={farm.online ? "reach good" : "reach bad"}>
        <Icon name={farm.online ? "link" : "broken"} />
        {farm.online
          ? t.online
          : seenMs === undefined
            ? t.neverSeen
            : fill(t.offlineSince, { time: when(seenMs), age: ageOf(seenMs) })}
      </span>
      <span>
        {fill(t.zoneCount, { n: String(farm.zones) })}
        {farm.alarms > 0 && <b class="alarm-count"> · {fill(t.alarmCount, { n: String(farm.alarms) })}</b>}
      </span>
    </a>
  );
}

export function SignOutButton() {
  return (
    <button class="wide quiet" type="button" onClick={() => void signOut()}>
      {texts().signOut}
    </button>
  );
}
