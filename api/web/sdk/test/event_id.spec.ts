import { expect, it, vi } from "vitest";
import type { WireEvent } from "./support/collector";
import { closePage, openPage, startSdk, useCollector, WRITE_KEY } from "./support/page";

const use = useCollector();

function tabOf(event: WireEvent): number {
  return parseInt(event.event_id.slice(15, 18), 16);
}

/** What docs/decisions/095 says an id is. */
function derived(event: WireEvent, tab: number): string {
  const high = (BigInt(Date.parse(event.event_time)) << 16n) | 0x8000n | BigInt(tab);
  const low = BigInt("0x" + event.session_id.slice(19).replace("-", "")) + BigInt(event.sequence);
  const digits = ((high << 64n) | BigInt.asUintN(64, low)).toString(16).padStart(32, "0");
  return digits.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

it("makes an event's id of what the event says", async () => {
  const sdk = startSdk(openPage(), use.collector);
  for (let i = 0; i < 3; i++) sdk.track("a");
  await sdk.flush();
  for (const event of use.collector.events) expect(event.event_id).toBe(derived(event, 0));
});

it("carries what leaves the last digits of the session", async () => {
  const page = openPage();
  const id = "0198c5a0-1111-7abc-8def-0123ffffffff";
  const now = Date.now();
  const visitor = {
    anonymous_id: "phone",
    sequence: 9,
    session: { id, started: now, last: now, utm: {} },
    registered: {},
  };
  page.localStorage.setItem(`mf.${WRITE_KEY}.state`, JSON.stringify(visitor));
  const sdk = startSdk(page, use.collector);
  sdk.track("a");
  await sdk.flush();
  const [event] = use.collector.events;
  expect(event!.event_id.slice(19)).toBe("8def-012400000009");
  expect(event!.event_id).toBe(derived(event!, tabOf(event!)));
});

it("makes an id of its own where the stored session is no UUID", async () => {
  const page = openPage();
  const now = Date.now();
  const session = { id: "s-1", started: now, last: now, utm: {} };
  page.localStorage.setItem(
    `mf.${WRITE_KEY}.state`,
    JSON.stringify({ anonymous_id: "phone", sequence: 9, session, registered: {} }),
  );
  const sdk = startSdk(page, use.collector);
  sdk.track("a");
  await sdk.flush();
  expect(use.collector.events[0]?.event_id[14]).toBe("7");
});

it("tells two tabs apart that count alike in one millisecond", async () => {
  const page = openPage();
  const one = startSdk(page, use.collector);
  one.track("first");
  const before = page.localStorage.getItem(`mf.${WRITE_KEY}.state`)!;
  one.track("a");
  const other = openPage({ storage: page.localStorage });
  const two = startSdk(other, use.collector);
  // What the other tab would have read a moment before.
  page.localStorage.setItem(`mf.${WRITE_KEY}.state`, before);
  two.track("a");
  await Promise.all([one.flush(), two.flush()]);
  const [a, b] = use.collector.named("a");
  expect([a?.session_id, a?.sequence, a?.event_time]).toEqual([
    b?.session_id,
    b?.sequence,
    b?.event_time,
  ]);
  expect(tabOf(a!) * tabOf(b!)).toBe(0);
  expect(new Set(use.collector.events.map((event) => event.event_id)).size).toBe(3);
});

it("uses no sequence number twice on a page whose state another tab has put back", async () => {
  const page = openPage();
  const sdk = startSdk(page, use.collector);
  sdk.track("a");
  const before = page.localStorage.getItem(`mf.${WRITE_KEY}.state`)!;
  sdk.track("a");
  page.localStorage.setItem(`mf.${WRITE_KEY}.state`, before);
  sdk.track("a");
  await sdk.flush();
  expect(use.collector.events.map((event) => event.sequence)).toEqual([1, 2, 3]);
});

/** A further page in the tab of another, or in a copy of that tab when it is still open. */
function nextPage(page: Window & typeof globalThis): Window & typeof globalThis {
  return openPage({
    storage: page.localStorage,
    prepare: (win) => {
      for (let i = 0; i < page.sessionStorage.length; i++) {
        const key = page.sessionStorage.key(i)!;
        win.sessionStorage.setItem(key, page.sessionStorage.getItem(key)!);
      }
    },
  });
}

it("stays tab 0 on the pages that follow in the tab where the session began", async () => {
  const page = openPage();
  startSdk(page, use.collector).track("a");
  closePage(page);
  vi.setSystemTime(Date.now() + 1000);
  const sdk = startSdk(nextPage(page), use.collector);
  sdk.track("b");
  await sdk.flush();
  expect(use.collector.named("b").map(tabOf)).toEqual([0]);
});

it("takes a copied tab for another", async () => {
  const page = openPage();
  const one = startSdk(page, use.collector);
  one.track("a");
  const two = startSdk(nextPage(page), use.collector);
  two.track("b");
  await Promise.all([one.flush(), two.flush()]);
  expect(use.collector.named("a").map(tabOf)).toEqual([0]);
  expect(use.collector.named("b").map(tabOf)).not.toEqual([0]);
});
