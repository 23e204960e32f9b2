import { expect, it, vi } from "vitest";
import { openPage, startSdk, useCollector } from "./support/page";

const use = useCollector();
const MINUTE = 60_000;

it("ends a session after more than 30 idle minutes", async () => {
  const sdk = startSdk(openPage(), use.collector);
  for (const minutes of [0, 30, 31]) {
    vi.setSystemTime(Date.now() + minutes * MINUTE);
    sdk.track("a");
  }
  await sdk.flush();
  const [first, second, third] = use.collector.events.map((event) => event.session_id);
  expect(second).toBe(first);
  expect(third).not.toBe(second);
});

it("ends a busy session after a day", async () => {
  const sdk = startSdk(openPage(), use.collector);
  for (let minute = 0; minute <= 25 * 60; minute += 25) {
    vi.setSystemTime(new Date(Date.parse("2026-11-24T03:00:00Z") + minute * MINUTE));
    sdk.track("a");
  }
  await sdk.flush();
  expect(new Set(use.collector.events.map((event) => event.session_id)).size).toBe(2);
});

it("keeps the campaign for the session, not longer", async () => {
  const landing = openPage({ url: "https://shop.example/?utm_source=news" });
  startSdk(landing, use.collector).track("landing");
  const inner = openPage({ storage: landing.localStorage });
  const sdk = startSdk(inner, use.collector);
  sdk.track("inner");
  vi.setSystemTime(Date.now() + 31 * MINUTE);
  sdk.track("later");
  await sdk.flush();
  expect(use.collector.named("inner")[0]?.["utm_source"]).toBe("news");
  expect(use.collector.named("later")[0]?.["utm_source"]).toBeUndefined();
});
