import { expect, it, vi } from "vitest";
import { openPage, startSdk, useCollector, WRITE_KEY } from "./support/page";

const use = useCollector();
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

it("sends the event with who, where, when and its properties", async () => {
  const page = openPage({
    url: "https://shop.example/pricing?utm_source=news&utm_campaign=fall",
    referrer: "https://search.example/",
  });
  const sdk = startSdk(page, use.collector);
  sdk.track("sign_up", { seats: 3 });
  vi.setSystemTime(new Date("2026-11-24T03:00:00.500Z"));
  await sdk.flush();

  const [batch] = use.collector.batches;
  expect(batch).toMatchObject({ write_key: WRITE_KEY, sent_at: "2026-11-24T03:00:00.500Z" });
  expect(batch?.batch).toEqual([
    {
      event: "sign_up",
      event_id: expect.stringMatching(/^.{14}8.{3}-[89ab]/),
      event_time: "2026-11-24T03:00:00.000Z",
      distinct_id: expect.stringMatching(UUID_V7),
      anonymous_id: expect.stringMatching(UUID_V7),
      session_id: expect.stringMatching(UUID_V7),
      sequence: 1,
      host: "shop.example",
      page: "/pricing",
      referrer: "https://search.example/",
      utm_source: "news",
      utm_campaign: "fall",
      sdk: "js/0.1.0",
      properties: { seats: 3 },
    },
  ]);
});

it("numbers the events of a device across pages", async () => {
  const first = openPage();
  const firstSdk = startSdk(first, use.collector);
  firstSdk.track("a");
  firstSdk.track("b");
  await firstSdk.flush();
  const second = startSdk(openPage({ storage: first.localStorage }), use.collector);
  second.track("c");
  await second.flush();

  expect(use.collector.events.map((event) => event.sequence)).toEqual([1, 2, 3]);
  expect(new Set(use.collector.events.map((event) => event.anonymous_id)).size).toBe(1);
});

it("never throws into the page, whatever the properties are", async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  const sdk = startSdk(openPage(), use.collector);
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  sdk.track("circular", circular);
  sdk.track("huge", { text: "x".repeat(40_000) });
  sdk.track("good");
  await sdk.flush();

  expect(use.collector.events.map((event) => event.event)).toEqual(["good"]);
  expect(warn).toHaveBeenCalledTimes(2);
});

it("ignores calls before init", async () => {
  const { boot } = await import("../src/index");
  const sdk = boot(openPage(), null);
  sdk.track("early");
  sdk.identify("u1");
  await sdk.flush();
  expect(use.collector.batches).toEqual([]);
});
