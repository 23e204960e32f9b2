import { expect, it, vi } from "vitest";
import { closePage, openPage, startSdk, useCollector } from "./support/page";

const use = useCollector();

it("sends each event of two open tabs exactly once", async () => {
  const page = openPage();
  const one = startSdk(page, use.collector);
  const two = startSdk(openPage({ storage: page.localStorage }), use.collector);
  for (let i = 0; i < 5; i++) {
    one.track("one", { i });
    two.track("two", { i });
  }
  await Promise.all([one.flush(), two.flush()]);
  expect(use.collector.named("one")).toHaveLength(5);
  expect(use.collector.named("two")).toHaveLength(5);
  expect(new Set(use.collector.events.map((event) => event.sequence)).size).toBe(10);
  expect(new Set(use.collector.events.map((event) => event.session_id)).size).toBe(1);
});

it("leaves the events of an open tab alone", async () => {
  const page = openPage();
  startSdk(page, use.collector).track("waiting");
  const other = startSdk(openPage({ storage: page.localStorage }), use.collector);
  await other.flush();
  expect(use.collector.batches).toEqual([]);
});

it("adopts the events of a tab that crashed a minute ago", async () => {
  const page = openPage();
  startSdk(page, use.collector, { flush_interval_ms: 3_600_000 }).track("orphan");
  vi.setSystemTime(Date.now() + 60_000);
  const other = startSdk(openPage({ storage: page.localStorage }), use.collector);
  await other.flush();
  expect(use.collector.events.map((event) => event.event)).toEqual(["orphan"]);
});

it("does not send what another tab adopted while this one slept", async () => {
  const page = openPage();
  const sleeper = startSdk(page, use.collector, { flush_interval_ms: 3_600_000 });
  sleeper.track("a");
  vi.setSystemTime(Date.now() + 60_000);
  const other = startSdk(openPage({ storage: page.localStorage }), use.collector);
  await other.flush();
  await sleeper.flush();
  expect(use.collector.named("a")).toHaveLength(1);
});

it("lets one tab at a time adopt where the browser has locks", async () => {
  const page = openPage();
  startSdk(page, use.collector, { flush_interval_ms: 3_600_000 }).track("orphan");
  closePage(page);
  await use.collector.received(1);
  const granted: string[] = [];
  const withLocks = openPage({
    storage: page.localStorage,
    prepare: (win) =>
      Object.defineProperty(win.navigator, "locks", {
        value: {
          request: async (name: string, work: () => unknown) => {
            granted.push(name);
            return work();
          },
        },
      }),
  });
  await startSdk(withLocks, use.collector).flush();
  expect(granted).toEqual(["metricflow"]);
  expect(new Set(use.collector.events.map((event) => event.event_id)).size).toBe(1);
});
