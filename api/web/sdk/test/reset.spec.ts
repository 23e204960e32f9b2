import { expect, it } from "vitest";
import { openPage, startSdk, useCollector } from "./support/page";

const use = useCollector();

it("makes later events those of a new anonymous visitor in a new session", async () => {
  const sdk = startSdk(openPage(), use.collector);
  sdk.register({ theme: "dark" });
  sdk.identify("ada", { plan: "pro" });
  sdk.reset();
  sdk.track("after");
  await sdk.flush();
  const [identify, after] = use.collector.events;
  expect(after?.anonymous_id).not.toBe(identify?.anonymous_id);
  expect(after?.distinct_id).toBe(after?.anonymous_id);
  expect(after?.session_id).not.toBe(identify?.session_id);
  expect(after?.plan).toBeUndefined();
  expect(after?.properties).toEqual({});
  expect(after?.sequence).toBe(2);
});
