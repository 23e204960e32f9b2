import { expect, it } from "vitest";
import { openPage, startSdk, useCollector } from "./support/page";

const use = useCollector();

it("captures nothing after opt_out and discards what was not sent", async () => {
  const page = openPage();
  const sdk = startSdk(page, use.collector);
  sdk.track("before");
  sdk.opt_out();
  sdk.track("during");
  await sdk.flush();
  expect(sdk.has_opted_out()).toBe(true);
  expect(use.collector.batches).toEqual([]);

  const next = startSdk(openPage({ storage: page.localStorage }), use.collector);
  next.track("next page");
  next.reset();
  next.track("after reset");
  await next.flush();
  expect(use.collector.batches).toEqual([]);

  next.opt_in();
  next.track("again");
  await next.flush();
  expect(use.collector.events.map((event) => event.event)).toEqual(["again"]);
});

it.each([
  { respect_dnt: true, sent: 0 },
  { respect_dnt: false, sent: 1 },
])("with Do Not Track and respect_dnt $respect_dnt sends $sent batches", async (rule) => {
  const page = openPage({
    prepare: (win) => Object.defineProperty(win.navigator, "doNotTrack", { value: "1" }),
  });
  const sdk = startSdk(page, use.collector, { respect_dnt: rule.respect_dnt });
  sdk.track("a");
  await sdk.flush();
  expect(use.collector.batches).toHaveLength(rule.sent);
});
