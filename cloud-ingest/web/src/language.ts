import { signal } from "@preact/signals";
import type { Explanation } from "./wire";
import { en, vi, type Texts } from "./text";

export type Language = "vi" | "en";

const KEY = "tuoi.language";

/** The language that the page speaks; Vietnamese until somebody chooses English on this phone. */
export const language = signal<Language>(localStorage.getItem(KEY) === "en" ? "en" : "vi");

export function texts(): Texts {
  return language.value === "en" ? en : vi;
}

/** A sentence of the server in the language of the page. */
export function say(explanation: Explanation): string {
  return explanation[language.value];
}

export function switchLanguage(): void {
  language.value = language.value === "vi" ? "en" : "vi";
  localStorage.setItem(KEY, language.value);
}
