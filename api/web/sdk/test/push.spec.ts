import { expect, it } from "vitest";
import { boot } from "../src/index";
import { openPage, startSdk, useCollector, WRITE_KEY } from "./support/page";

const use = useCollector();

it("runs the calls made before the script had loaded", async () => {
  const page = openPage();
  const stub = [
    ["track", "early", { n: 1 }],
    ["init", WRITE_KEY, { endpoint: use.collector.origin, autocapture: false }],
    ["identify", "ada"],
  ];
  Object.assign(page, { metricflow: stub });
  const sdk = boot(page, null);
  sdk.push(["track", "late"]);
  await sdk.flush();
  expect(use.collector.events.map((event) => event.event)).toEqual(["early", "$identify", "late"]);
  expect(page).toHaveProperty("metricflow", sdk);
});

it("starts from the write key on its own tag, sending to the origin of the script", async () => {
  const page = openPage();
  const script = page.document.createElement("script");
  script.src = `${use.collector.origin}/sdk/metricflow.js`;
  script.dataset["writeKey"] = "mfw_tag";
  const sdk = boot(page, script);
  await sdk.flush();
  expect(use.collector.batches[0]?.write_key).toBe("mfw_tag");
  expect(use.collector.events.map((event) => event.event)).toEqual(["page_view"]);
});

it("keeps the first SDK when the script is loaded twice", () => {
  const page = openPage();
  const sdk = startSdk(page, use.collector);
  expect(boot(page, null)).toBe(sdk);
});

it("ignores unknown calls", () => {
  const sdk = startSdk(openPage(), use.collector);
  expect(() => sdk.push(["no_such_call"])).not.toThrow();
});
