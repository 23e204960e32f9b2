import { expect, it } from "vitest";
import { openPage, startSdk, useCollector } from "./support/page";

const use = useCollector();

it("keeps the newest 1000 events while nothing can be sent, and reports the loss", async () => {
  use.collector.answerNext(503, { "retry-after": "60" });
  const page = openPage();
  const sdk = startSdk(page, use.collector);
  sdk.track("first");
  await sdk.flush();
  for (let i = 0; i < 1004; i++) sdk.track("n", { i });
  page.dispatchEvent(new page.Event("online"));
  await sdk.flush();
  sdk.track("last");
  await sdk.flush();

  const sent = use.collector.events.slice(1);
  expect(sent).toHaveLength(1001);
  expect(sent[0]?.properties["i"]).toBe(4);
  const reported = sent.reduce(
    (sum, event) => sum + Number(event.properties["$sdk_dropped"] ?? 0),
    0,
  );
  expect(reported).toBe(5);
});

it("works in memory and with a cookie where local storage is refused", async () => {
  const page = openPage({
    prepare: (win) =>
      Object.defineProperty(win, "localStorage", {
        get() {
          throw new win.DOMException("denied", "SecurityError");
        },
      }),
  });
  const sdk = startSdk(page, use.collector);
  sdk.identify("ada");
  sdk.track("a");
  await sdk.flush();
  expect(use.collector.events.map((event) => event.distinct_id)).toEqual(["ada", "ada"]);
  expect(page.document.cookie).toContain(use.collector.events[0]?.anonymous_id);
});

it("sends although the storage is full", async () => {
  const page = openPage();
  page.localStorage.setItem("filler", "x".repeat(4_990_000));
  const sdk = startSdk(page, use.collector);
  sdk.track("a", { text: "x".repeat(20_000) });
  await sdk.flush();
  expect(use.collector.events.map((event) => event.event)).toEqual(["a"]);
});
