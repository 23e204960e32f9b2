import type { Live, LiveFunnel } from "./answers";
import { renderBars, type Bar } from "./bars";
import { MinutesChart } from "./charts";
import { byId, h, setText } from "./dom";
import { Feed } from "./feed";
import { count, country, dimensionValue, duration, finePercent, minute } from "./format";
import { renderFunnel } from "./funnel";
import type { Receipt } from "./receipt";

const ANNOUNCE_EVERY_MS = 30_000;

/** True until the project has received its first event: the feed keeps the latest ones for good. */
export function isEmpty(live: Live): boolean {
  return live.events_last_hour === 0 && live.feed.length === 0;
}

/**
 * Events in the 60 seconds before `as_of`: the running minute and the matching share of the one
 * before, rounded up so that a single event never shows as none.
 */
export function eventsLastMinute(live: Live): number {
  const running = live.events_per_minute.at(-1);
  const previous = live.events_per_minute.at(-2);
  if (!running) return 0;
  const elapsed = (Date.parse(live.as_of) - Date.parse(running.minute)) / 60_000;
  const share = 1 - Math.min(Math.max(elapsed, 0), 1);
  return running.events + Math.ceil((previous?.events ?? 0) * share);
}

/** The upper half of the page: everything from the live snapshot. */
export class LiveView {
  private readonly minutes = new MinutesChart(byId("minutes-chart"));
  private readonly feed = new Feed(byId("feed"));
  private readonly funnelSelect = byId<HTMLSelectElement>("live-funnel-select");
  private live: Live | null = null;
  private announcedAt = -ANNOUNCE_EVERY_MS;

  constructor() {
    this.funnelSelect.addEventListener("change", () => this.renderFunnels());
  }

  render(live: Live): void {
    this.live = live;
    this.renderCounters(live);
    this.minutes.render(live.events_per_minute);
    const bars = <T extends { events: number }>(
      id: string,
      rows: T[],
      key: (row: T) => string,
      label: (key: string) => string = (text) => text || "unknown",
    ): void => {
      const toBar = (row: T): Bar => ({ key: key(row), label: label(key(row)), value: row.events });
      renderBars(byId(id), rows.map(toBar));
    };
    bars("top-pages", live.top_pages, (row) => row.page);
    bars("top-events", live.top_events, (row) => row.event);
    bars("top-countries", live.top_countries, (row) => row.country, country);
    bars(
      "top-devices",
      live.top_devices,
      (row) => row.device,
      (device) => dimensionValue("device", device),
    );
    this.renderFunnels();
    this.feed.render(live.feed);
    this.announce(live);
  }

  redraw(): void {
    this.minutes.draw();
  }

  /** The receipt of a panel of this view, or null when the name is not one of them. */
  receipt(name: string): Receipt | null {
    const { live } = this;
    if (!live) return null;
    if (name === "live") return live;
    if (name === "live_funnel") return { ...live, as_of: this.shownFunnel()?.as_of ?? live.as_of };
    if (name !== "active_users") return null;
    const bound = live.error_bound?.active_users;
    return bound ? { ...live, bound: `± ${finePercent(bound)} (one standard error)` } : live;
  }

  private renderCounters(live: Live): void {
    const bound = live.error_bound?.active_users ?? 0;
    const off = Math.ceil(live.active_users * bound);
    const accuracy = bound > 0 ? `± ${count(off)} (${finePercent(bound)})` : "exact";
    figure("active-users", live.active_users);
    setText(
      byId("active-users-sub"),
      `${accuracy} · seen in the last ${live.active_window_minutes} min`,
    );
    figure("events-last-minute", eventsLastMinute(live));
    const running = live.events_per_minute.at(-1);
    setText(
      byId("events-last-minute-sub"),
      running ? `events · ${count(running.events)} since ${minute(running.minute)}` : "events",
    );
    figure("events-last-hour", live.events_last_hour);
    setText(byId("events-last-hour-sub"), `events · ${count(live.events_last_hour / 60)} a minute`);
    const busiest = Math.max(0, ...live.events_per_minute.map((entry) => entry.events));
    setText(byId("minutes-note"), `last 60 minutes · peak ${count(busiest)}`);
  }

  private shownFunnel(): LiveFunnel | undefined {
    const funnels = this.live?.funnels ?? [];
    return funnels.find((one) => one.funnel_id === this.funnelSelect.value) ?? funnels[0];
  }

  private renderFunnels(): void {
    const funnels = this.live?.funnels ?? [];
    offer(this.funnelSelect, funnels);
    this.funnelSelect.hidden = funnels.length < 2;
    const place = byId("live-funnel");
    const funnel = this.shownFunnel();
    if (!funnel) {
      place.replaceChildren(h("p", { class: "nothing" }, "No funnel is saved for this project."));
      return;
    }
    renderFunnel(place, funnel.steps, "rows");
    const last = funnel.steps.at(-1)?.persons ?? 0;
    const start = funnel.steps[0]?.persons ?? 0;
    const window = duration(funnel.conversion_window_seconds * 1000);
    const caption = h("p", { class: "funnel-caption" });
    caption.append(
      h("b", {}, funnel.name),
      ` · ${finePercent(start > 0 ? last / start : 0)} convert within ${window}`,
    );
    place.prepend(caption);
  }

  /** Tells screen readers the figures now and then: each second would drown everything else. */
  private announce(live: Live): void {
    const now = performance.now();
    if (now - this.announcedAt < ANNOUNCE_EVERY_MS) return;
    this.announcedAt = now;
    setText(
      byId("announcer"),
      `${count(live.active_users)} active users, ${count(live.events_last_hour)} events in the last hour`,
    );
  }
}

function figure(id: string, value: number): void {
  const element = byId(id);
  element.dataset["value"] = String(value);
  setText(element, count(value));
}

/** Fills a select with funnels, keeping the choice. */
export function offer(
  select: HTMLSelectElement,
  funnels: { funnel_id: string; name: string }[],
): void {
  const ids = funnels.map((funnel) => funnel.funnel_id).join();
  if (select.dataset["ids"] === ids) return;
  const chosen = select.value;
  select.replaceChildren(...funnels.map((one) => h("option", { value: one.funnel_id }, one.name)));
  select.dataset["ids"] = ids;
  if (funnels.some((one) => one.funnel_id === chosen)) select.value = chosen;
}
