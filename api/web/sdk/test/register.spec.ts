import { expect, it } from "vitest";
import { openPage, startSdk, useCollector } from "./support/page";

const use = useCollector();

it("attaches registered properties to later events, on later pages too", async () => {
  const first = openPage();
  startSdk(first, use.collector).register({ theme: "dark", size: 1 });
  const sdk = startSdk(openPage({ storage: first.localStorage }), use.collector);
  sdk.track("a", { size: 2 });
  await sdk.flush();
  expect(use.collector.events[0]?.properties).toEqual({ theme: "dark", size: 2 });
});

it("makes plan a field of the event", async () => {
  const sdk = startSdk(openPage(), use.collector);
  sdk.register({ plan: "team" });
  sdk.track("a");
  sdk.unregister("plan");
  sdk.track("b");
  await sdk.flush();
  expect(use.collector.events.map((event) => event.plan)).toEqual(["team", undefined]);
  expect(use.collector.events[0]?.properties).toEqual({});
});

it("register_once keeps what is there", async () => {
  const sdk = startSdk(openPage(), use.collector);
  sdk.register({ first: "a", plan: "pro" });
  sdk.register_once({ first: "b", second: "c", plan: "free" });
  sdk.track("x");
  await sdk.flush();
  expect(use.collector.events[0]).toMatchObject({
    plan: "pro",
    properties: { first: "a", second: "c" },
  });
});

it("unregister takes a property away", async () => {
  const sdk = startSdk(openPage(), use.collector);
  sdk.register({ first: "a", second: "b" });
  sdk.unregister("first");
  sdk.track("x");
  await sdk.flush();
  expect(use.collector.events[0]?.properties).toEqual({ second: "b" });
});
