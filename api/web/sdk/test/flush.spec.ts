import { expect, it, vi } from "vitest";
import { openPage, startSdk, useCollector } from "./support/page";

const use = useCollector();

it("waits a second for company", async () => {
  const sdk = startSdk(openPage(), use.collector);
  sdk.track("a");
  vi.advanceTimersByTime(999);
  sdk.track("b");
  vi.advanceTimersByTime(1);
  await use.collector.received(1);
  expect(use.collector.batches[0]?.batch.map((event) => event.event)).toEqual(["a", "b"]);
});

it("sends at once when twenty events wait", async () => {
  const sdk = startSdk(openPage(), use.collector);
  for (let i = 0; i < 20; i++) sdk.track("a");
  await use.collector.received(1);
  expect(use.collector.batches[0]?.batch).toHaveLength(20);
});

it("sends at most 50 events and 60 KB in a batch, in order", async () => {
  const sdk = startSdk(openPage(), use.collector, { flush_interval_ms: 60_000 });
  for (let i = 0; i < 19; i++) sdk.track("big", { i, text: "x".repeat(10_000) });
  await sdk.flush();
  expect(use.collector.batches.every(({ bytes }) => bytes <= 60_000)).toBe(true);
  expect(use.collector.events.map((event) => event.properties["i"])).toEqual(
    Array.from({ length: 19 }, (_, i) => i),
  );
});

it("packs larger bodies, without a header that would need a preflight", async () => {
  const sdk = startSdk(openPage(), use.collector);
  sdk.track("small");
  await sdk.flush();
  sdk.track("large", { text: "x".repeat(2000) });
  await sdk.flush();
  const [small, large] = use.collector.batches;
  expect(small?.headers["content-type"]).toBe("text/plain");
  expect(large?.headers["content-type"]).toBe("text/plain");
  expect(large?.headers["content-encoding"]).toBeUndefined();
  expect(Number(large?.headers["content-length"])).toBeLessThan(1000);
});

it("names the encoding when the collector is of the same origin", async () => {
  const sdk = startSdk(openPage({ url: use.collector.origin }), use.collector);
  sdk.track("large", { text: "x".repeat(2000) });
  await sdk.flush();
  expect(use.collector.batches[0]?.headers["content-encoding"]).toBe("gzip");
});
