import { expect, it, vi } from "vitest";
import { openPage, startSdk, useCollector } from "./support/page";

const use = useCollector();

it("sends a page view at the start and after each change of the path", async () => {
  const page = openPage({ url: "https://shop.example/start", referrer: "https://search.example/" });
  const sdk = startSdk(page, use.collector, { autocapture: true });
  page.history.pushState({}, "", "/next");
  page.history.pushState({}, "", "/next?tab=2");
  page.history.replaceState({}, "", "/last");
  await sdk.flush();

  expect(use.collector.events.map(({ event, page, referrer }) => [event, page, referrer])).toEqual([
    ["page_view", "/start", "https://search.example/"],
    ["page_view", "/next", "https://shop.example/start"],
    ["page_view", "/last", "https://shop.example/next?tab=2"],
  ]);
});

it("sends a page view when the visitor goes back", async () => {
  const page = openPage({ url: "https://shop.example/start" });
  const sdk = startSdk(page, use.collector, { autocapture: true });
  page.history.pushState({}, "", "/next");
  const popped = new Promise((resolve) => page.addEventListener("popstate", resolve));
  page.history.back();
  vi.advanceTimersByTime(1);
  await popped;
  await sdk.flush();
  expect(use.collector.events.map((event) => event.page)).toEqual(["/start", "/next", "/start"]);
});

it("sends a page view by hand with its title and properties", async () => {
  const sdk = startSdk(openPage(), use.collector);
  sdk.page({ section: "help" });
  await sdk.flush();
  expect(use.collector.named("page_view")[0]?.properties).toEqual({
    title: "Shop",
    section: "help",
  });
});

it("does nothing by itself when autocapture is off", async () => {
  const page = openPage({ html: "<button>Buy</button>" });
  const sdk = startSdk(page, use.collector, { autocapture: false });
  page.document.querySelector("button")?.click();
  page.history.pushState({}, "", "/next");
  await sdk.flush();
  expect(use.collector.batches).toEqual([]);
});
