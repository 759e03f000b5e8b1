import assert from "node:assert/strict";
import { test } from "node:test";
import { age, countdown, duration, isStale, litres, moment, openTime, percent, type Voice } from "../src/format";
import { en, vi } from "../src/text";

const vietnamese: Voice = { texts: vi, locale: "vi-VN" };
const english: Voice = { texts: en, locale: "en-GB" };
const MINUTE = 60_000;
const HANOI = "Asia/Ho_Chi_Minh";

test("moisture reads as whole percent of the volume", () => {
  assert.equal(percent(vietnamese, 0.274), "27 %");
  assert.equal(percent(vietnamese, 0), "0 %");
});

test("litres carry a decimal only when few, in the language's own way, and say when they are estimated", () => {
  assert.equal(litres(vietnamese, 7.25, true), "7,3 lít");
  assert.equal(litres(english, 7.25, true), "7.3 litres");
  assert.equal(litres(vietnamese, 1234.6, true), "1.235 lít");
  assert.equal(litres(vietnamese, 120, false), "khoảng 120 lít");
});

test("an age is told in its largest whole unit, and a time ahead of us is just now", () => {
  assert.equal(age(vietnamese, -5_000), "vừa xong");
  assert.equal(age(vietnamese, 59_999), "vừa xong");
  assert.equal(age(vietnamese, 3 * MINUTE + 59_000), "3 phút trước");
  assert.equal(age(vietnamese, 61 * MINUTE), "1 giờ trước");
  assert.equal(age(english, 49 * 60 * MINUTE), "2 days ago");
});

test("a figure is old after half an hour, not before", () => {
  assert.equal(isStale(30 * MINUTE), false);
  assert.equal(isStale(30 * MINUTE + 1), true);
});

test("a wait is never told shorter than it is", () => {
  assert.equal(duration(vietnamese, 59_100), "1 phút");
  assert.equal(duration(vietnamese, 45_000), "45 giây");
  assert.equal(duration(english, 61_000), "2 min");
  assert.equal(duration(vietnamese, 9_000_000), "2,5 giờ");
});

test("a short run is told in seconds, a long one in whole minutes", () => {
  assert.equal(openTime(vietnamese, 0.5), "30 giây");
  assert.equal(openTime(vietnamese, 2.04), "2 phút");
  assert.equal(openTime(vietnamese, 9.96), "10 phút");
});

test("a countdown reaches 0:00 and stays there", () => {
  assert.equal(countdown(545_000), "9:05");
  assert.equal(countdown(400), "0:01");
  assert.equal(countdown(-3_000), "0:00");
});

test("a near time names its day in words, by the calendar of the time zone", () => {
  const evening = Date.parse("2026-11-24T16:30:00Z"); // 23:30 in Hà Nội
  assert.equal(moment(vietnamese, Date.parse("2026-11-24T10:30:00Z"), evening, HANOI), "17:30 hôm nay");
  assert.equal(moment(vietnamese, Date.parse("2026-11-24T22:00:00Z"), evening, HANOI), "05:00 ngày mai");
  assert.equal(moment(english, Date.parse("2026-11-23T16:00:00Z"), evening, HANOI), "23:00 yesterday");
  // the comma comes and goes with the edition of Unicode's locale data
  assert.equal(moment(english, Date.parse("2026-11-27T22:00:00Z"), evening, HANOI).replace(",", ""), "05:00 Sat 28/11");
});
