import { expect, it, vi } from "vitest";
import { closePage, openPage, startSdk, useCollector } from "./support/page";

const use = useCollector();

it("hands over what waits when the page closes, and the next page offers it again", async () => {
  const page = openPage();
  const sdk = startSdk(page, use.collector);
  sdk.track("bye", { text: "x".repeat(2000) });
  closePage(page);
  const next = startSdk(openPage({ storage: page.localStorage }), use.collector);
  await use.collector.received(1);
  await next.flush();

  const copies = use.collector.named("bye");
  expect(copies.length).toBeGreaterThanOrEqual(1);
  expect(new Set(copies.map((event) => event.event_id)).size).toBe(1);
  expect(use.collector.batches[0]?.headers["content-encoding"]).toBeUndefined();
});

it("does not send twice when a hidden page still sees the answer", async () => {
  const page = openPage();
  const sdk = startSdk(page, use.collector);
  sdk.track("a");
  Object.defineProperty(page.document, "visibilityState", { value: "hidden" });
  page.document.dispatchEvent(new page.Event("visibilitychange"));
  page.document.dispatchEvent(new page.Event("visibilitychange"));
  vi.advanceTimersByTime(1000);
  await sdk.flush();
  expect(use.collector.batches).toHaveLength(1);
});

it("stays below the 64 KB a browser takes for a closing page", async () => {
  const page = openPage();
  const sdk = startSdk(page, use.collector, { flush_interval_ms: 60_000 });
  for (let i = 0; i < 10; i++) sdk.track("a", { text: "x".repeat(10_000) });
  closePage(page);
  await use.collector.received(1);
  expect(use.collector.batches[0]?.bytes).toBeLessThan(60_000);
});

it("uses a beacon where fetch cannot outlive the page", async () => {
  vi.stubGlobal("Request", class {});
  const page = openPage({
    prepare: (win) => {
      win.navigator.sendBeacon = (url, body) => {
        void fetch(url, { method: "POST", body: body as string });
        return true;
      };
    },
  });
  const sdk = startSdk(page, use.collector);
  sdk.track("bye");
  closePage(page);
  await use.collector.received(1);
  expect(use.collector.batches[0]?.url).toBe("/v1/batch?write_key=mfw_test");
  expect(use.collector.named("bye")).toHaveLength(1);
});
