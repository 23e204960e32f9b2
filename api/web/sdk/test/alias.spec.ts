import { expect, it } from "vitest";
import { openPage, startSdk, useCollector } from "./support/page";

const use = useCollector();

it("ties a second id to the user without renaming the user", async () => {
  const sdk = startSdk(openPage(), use.collector);
  sdk.identify("ada");
  sdk.alias("crm-17");
  sdk.track("after");
  await sdk.flush();
  expect(use.collector.named("$alias")[0]).toMatchObject({
    distinct_id: "ada",
    anonymous_id: "crm-17",
  });
  expect(use.collector.named("after")[0]?.distinct_id).toBe("ada");
});
