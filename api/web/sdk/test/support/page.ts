import { JSDOM } from "jsdom";
import { afterEach, beforeEach, vi } from "vitest";
import type { MetricFlow } from "../../src/client";
import { boot } from "../../src/index";
import type { Options, Win } from "../../src/types";
import { Collector } from "./collector";

export const WRITE_KEY = "mfw_test";

interface PageSetup {
  url?: string;
  html?: string;
  referrer?: string;
  /** Storage of another page of the same origin. */
  storage?: Storage;
  /** Changes to the window before the SDK sees it. */
  prepare?: (win: Win) => void;
}

/** A page as a browser would hold it, not yet running the SDK. */
export function openPage(setup: PageSetup = {}): Win {
  const { window } = new JSDOM(`<!doctype html><title>Shop</title>${setup.html ?? ""}`, {
    url: setup.url ?? "https://shop.example/",
    ...(setup.referrer ? { referrer: setup.referrer } : {}),
  });
  const win = window as unknown as Win;
  if (setup.storage) Object.defineProperty(win, "localStorage", { value: setup.storage });
  setup.prepare?.(win);
  return win;
}

/** The SDK running on a page, without autocapture unless asked for. */
export function startSdk(win: Win, collector: Collector, options: Options = {}): MetricFlow {
  const sdk = boot(win, null);
  sdk.init(WRITE_KEY, { endpoint: collector.origin, autocapture: false, ...options });
  return sdk;
}

/** What the visitor of a page does when closing it. */
export function closePage(win: Win): void {
  win.dispatchEvent(new win.Event("pagehide"));
}

/** A collector for each test, and a clock that stands still unless moved. */
export function useCollector(): { collector: Collector } {
  const use = {} as { collector: Collector };
  beforeEach(async () => {
    use.collector = await Collector.start();
    vi.useFakeTimers({
      toFake: ["setTimeout", "clearTimeout", "Date"],
      now: new Date("2026-11-24T03:00:00Z"),
    });
  });
  afterEach(async () => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    await use.collector.stop();
  });
  return use;
}
