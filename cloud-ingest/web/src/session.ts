import { signal } from "@preact/signals";
import { request, type Refusal } from "./request";
import type { Person } from "./wire";
import { forgetHome } from "./keepsake";

/** Who uses the page: not known yet, nobody, or a person. `unknown` also stands while no network tells. */
export type Session = { name: "unknown" } | { name: "nobody"; over: boolean } | { name: "person"; person: Person };

const KEY = "tuoi.person";

export const session = signal<Session>(remembered());

function remembered(): Session {
  const text = localStorage.getItem(KEY);
  return text === null ? { name: "unknown" } : { name: "person", person: JSON.parse(text) as Person };
}

function become(person: Person): void {
  localStorage.setItem(KEY, JSON.stringify(person));
  session.value = { name: "person", person };
}

/** Ends the session on this phone and forgets what it had shown. */
function end(over: boolean): void {
  localStorage.removeItem(KEY);
  forgetHome();
  session.value = { name: "nobody", over };
}

/** Asks the server who uses this page; without an answer a known person stays known, so that old figures can be seen. */
export async function resume(): Promise<void> {
  const known = session.value.name === "person";
  const answer = await request<Person>("GET", "/me");
  if (answer.kind === "ok") {
    become(answer.value);
  } else if (!known || (answer.kind === "refused" && answer.status === 401)) {
    end(known);
  }
}

/** Signs in; undefined when it worked. */
export async function signIn(phone: string, pin: string): Promise<Refusal | undefined> {
  const answer = await request<Person>("POST", "/session", { phone, pin });
  if (answer.kind !== "ok") {
    return answer;
  }
  become(answer.value);
  return undefined;
}

/** Ends the session here at once and on the server when it can be reached. */
export async function signOut(): Promise<void> {
  end(false);
  await request("DELETE", "/session");
}

/** A refusal of any request: a session that the server no longer knows has ended. */
export function noticeRefusal(refusal: Refusal): void {
  if (refusal.kind === "refused" && refusal.status === 401) {
    end(true);
  }
}
