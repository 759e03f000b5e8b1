import type { ComponentChildren } from "preact";
import { switchLanguage, texts } from "../language";
import { Icon } from "./icon";

/** The top of every screen: where one is, a way back, and the other language. */
export function TopBar({ title, back, children }: { title: string; back?: boolean; children?: ComponentChildren }) {
  const t = texts();
  return (
    <header class="top">
      {back && (
        <a class="top-button" href="#/" aria-label={t.back}>
          <Icon name="back" />
        </a>
      )}
      <h1>{title}</h1>
      {children}
      <button class="top-button" type="button" lang={t.otherLanguageCode} onClick={switchLanguage}>
        {t.otherLanguage}
      </button>
    </header>
  );
}
