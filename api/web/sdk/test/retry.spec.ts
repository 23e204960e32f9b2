import { expect, it, vi } from "vitest";
import { Collector } from "./support/collector";
import { closePage, openPage, startSdk, useCollector } from "./support/page";

const use = useCollector();

it.each([408, 429, 500, 503])("sends the same event again after %d", async (status) => {
  use.collector.answerNext(status);
  const sdk = startSdk(openPage(), use.collector);
  sdk.track("a");
  await sdk.flush();
  vi.advanceTimersByTime(1000);
  await use.collector.received(2);
  const [first, second] = use.collector.events;
  expect(second).toEqual(first);
});

it.each([400, 401, 422])("drops the batch after %d and says why, once", async (status) => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  const sdk = startSdk(openPage(), use.collector);
  for (let i = 0; i < 2; i++) {
    use.collector.answerNext(status, {}, { title: "Refused", detail: "The key is unknown." });
    sdk.track("a");
    await sdk.flush();
  }
  sdk.track("b");
  await sdk.flush();
  expect(use.collector.events.map((event) => event.event)).toEqual(["a", "a", "b"]);
  expect(warn.mock.calls).toEqual([["metricflow: event refused: The key is unknown."]]);
});

it("waits as long as Retry-After says", async () => {
  use.collector.answerNext(429, { "retry-after": "7" });
  const sdk = startSdk(openPage(), use.collector);
  sdk.track("a");
  await sdk.flush();
  vi.advanceTimersByTime(6999);
  await sdk.flush();
  expect(use.collector.batches).toHaveLength(1);
  vi.advanceTimersByTime(1);
  await use.collector.received(2);
});

it("waits longer after each failure, at random within the upper half", async () => {
  const sdk = startSdk(openPage(), use.collector);
  sdk.track("a");
  for (const [n, ceiling] of [1000, 2000, 4000, 8000].entries()) {
    use.collector.answerNext(503);
    await sdk.flush();
    expect(use.collector.batches).toHaveLength(n + 1);
    vi.setSystemTime(Date.now() + ceiling / 2 - 1);
    await sdk.flush();
    expect(use.collector.batches).toHaveLength(n + 1);
    vi.setSystemTime(Date.now() + ceiling / 2 + 1);
  }
});

it("keeps events for the next page while the collector is away", async () => {
  const away = await Collector.start();
  const endpoint = away.origin;
  await away.stop();
  const page = openPage();
  const sdk = startSdk(page, use.collector, { endpoint });
  sdk.track("offline");
  await sdk.flush();
  closePage(page);

  await startSdk(openPage({ storage: page.localStorage }), use.collector).flush();
  expect(use.collector.events.map((event) => event.event)).toEqual(["offline"]);
});

it("does not wait out its backoff when the network is back", async () => {
  use.collector.answerNext(503);
  const page = openPage();
  const sdk = startSdk(page, use.collector);
  sdk.track("a");
  await sdk.flush();
  page.dispatchEvent(new page.Event("online"));
  await use.collector.received(2);
});
