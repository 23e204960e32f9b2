import { expect, it, vi } from "vitest";
import { openPage, startSdk, useCollector } from "./support/page";

const use = useCollector();

it("ties the anonymous id to the user and names the user on later events", async () => {
  const sdk = startSdk(openPage(), use.collector);
  sdk.track("before");
  sdk.identify("ada@example.com", { plan: "pro", company: "Engines" });
  sdk.track("after");
  await sdk.flush();

  const [before, identify, after] = use.collector.events;
  expect(before?.distinct_id).toBe(before?.anonymous_id);
  expect(identify).toMatchObject({
    event: "$identify",
    distinct_id: "ada@example.com",
    anonymous_id: before?.anonymous_id,
    user_properties: { plan: "pro", company: "Engines" },
    plan: "pro",
  });
  expect(after).toMatchObject({ distinct_id: "ada@example.com", plan: "pro" });
});

it("remembers the user on the next page", async () => {
  const first = openPage();
  startSdk(first, use.collector).identify("ada");
  const second = startSdk(openPage({ storage: first.localStorage }), use.collector);
  second.track("later");
  await second.flush();
  expect(use.collector.named("later")[0]?.distinct_id).toBe("ada");
});

it("tells the same thing only once", async () => {
  const sdk = startSdk(openPage(), use.collector);
  sdk.identify("ada");
  sdk.identify("ada");
  await sdk.flush();
  expect(use.collector.named("$identify")).toHaveLength(1);
});

it("keeps a second user of the device apart from the first", async () => {
  const sdk = startSdk(openPage(), use.collector);
  sdk.identify("ada", { plan: "pro" });
  sdk.identify("grace");
  await sdk.flush();
  const [ada, grace] = use.collector.named("$identify");
  expect(grace?.anonymous_id).not.toBe(ada?.anonymous_id);
  expect(grace?.plan).toBeUndefined();
});

it.each(["", "null", "undefined", "0", "anonymous", "guest", "[object Object]", "x".repeat(201)])(
  "refuses %j, which is nobody",
  async (id) => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const sdk = startSdk(openPage(), use.collector);
    sdk.identify(id);
    await sdk.flush();
    expect(use.collector.batches).toEqual([]);
    expect(warn).toHaveBeenCalledOnce();
  },
);
