import assert from "node:assert/strict";
import { test } from "node:test";
import { en, fill, vi } from "../src/text";

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test("every sentence has the same placeholders in both languages", () => {
  for (const [key, text] of Object.entries(vi)) {
    assert.deepEqual([key, placeholders(en[key as keyof typeof vi])], [key, placeholders(text)]);
  }
});

test("no sentence is empty or left untranslated", () => {
  const sameInBoth = new Set(["appName", "pin"]);
  for (const [key, text] of Object.entries(vi)) {
    const english = en[key as keyof typeof vi];
    assert.ok(text.trim() !== "" && english.trim() !== "", key);
    assert.ok(sameInBoth.has(key) || text !== english || /^\W*\{/.test(text), `${key} reads the same in both languages`);
  }
});

test("fills in placeholders and leaves unknown ones visible", () => {
  assert.equal(fill("{n} khu, {m}", { n: "3" }), "3 khu, {m}");
  assert.equal(fill("{reason}", { reason: "a $& b" }), "a $& b");
});
