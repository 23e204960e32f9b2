import { expect, it, vi } from "vitest";
import { openPage, startSdk, useCollector } from "./support/page";

const use = useCollector();

it("drops rejected events of an accepted batch and warns once for each reason", async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  const problem = { title: "Event name missing", detail: "'event' is missing or empty." };
  const sdk = startSdk(openPage(), use.collector);
  for (let i = 0; i < 2; i++) {
    use.collector.answerNext(
      200,
      {},
      {
        accepted: 1,
        rejected: 1,
        results: [{ status: "accepted" }, { status: "rejected", problem }],
      },
    );
    sdk.track("good");
    sdk.track("");
    await sdk.flush();
  }
  await sdk.flush();
  expect(use.collector.batches).toHaveLength(2);
  expect(warn.mock.calls).toEqual([["metricflow: event refused: 'event' is missing or empty."]]);
});

it("halves a batch that is too large until it fits", async () => {
  use.collector.answerNext(413);
  use.collector.answerNext(413);
  const sdk = startSdk(openPage(), use.collector, { flush_interval_ms: 60_000 });
  for (let i = 0; i < 10; i++) sdk.track("a", { i });
  await sdk.flush();
  expect(use.collector.batches.map(({ batch }) => batch.length)).toEqual([10, 5, 3, 7]);
  const accepted = use.collector.batches.slice(2).flatMap(({ batch }) => batch);
  expect(accepted.map((event) => event.properties["i"])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it("drops a single event that is too large", async () => {
  vi.spyOn(console, "warn").mockReturnValue();
  use.collector.answerNext(413);
  const sdk = startSdk(openPage(), use.collector);
  sdk.track("a");
  await sdk.flush();
  sdk.track("b");
  await sdk.flush();
  expect(use.collector.batches.map(({ batch }) => batch[0]?.event)).toEqual(["a", "b"]);
});
