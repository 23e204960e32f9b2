import { expect, it } from "vitest";
import { eventsLastMinute, isEmpty } from "../src/live_view";
import { snapshot } from "./support/snapshot";

const minutes = (previous: number, running: number) => [
  { minute: "2026-11-24T02:59:00Z", events: previous },
  { minute: "2026-11-24T03:00:00Z", events: running },
];

it("counts the running minute and the share of the one before that is within 60 seconds", () => {
  expect(eventsLastMinute(snapshot({ events_per_minute: minutes(100, 20) }))).toBe(95);
});

it("shows a single event of the last minute as one", () => {
  expect(eventsLastMinute(snapshot({ events_per_minute: minutes(1, 0) }))).toBe(1);
});

it("is empty until the first event, not when traffic pauses", () => {
  const seen = {
    event_time: "2026-11-23T03:00:00Z",
    event: "page_view",
    page: "/",
    country: null,
    device: null,
    distinct_id: "a",
  };
  expect(isEmpty(snapshot({ freshness_ms: 900 }))).toBe(true);
  expect(isEmpty(snapshot({ feed: [seen] }))).toBe(false);
  expect(isEmpty(snapshot({ events_last_hour: 1 }))).toBe(false);
});
