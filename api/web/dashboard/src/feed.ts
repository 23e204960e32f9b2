import type { FeedEvent } from "./answers";
import { h } from "./dom";
import { country, dimensionValue, time } from "./format";

const KINDS: Record<string, string> = {
  page_view: "view",
  click: "click",
  form_submit: "form",
  $identify: "person",
  $alias: "person",
};

/** Shows the newest events; those not seen before fade in. */
export class Feed {
  private seen = new Set<string>();

  constructor(private readonly list: HTMLElement) {}

  render(events: FeedEvent[]): void {
    if (events.length === 0) {
      this.list.replaceChildren(h("li", { class: "nothing" }, "No event yet"));
      return;
    }
    const first = this.seen.size === 0;
    const keys = events.map((e) => [e.event_time, e.distinct_id, e.event, e.page].join("\n"));
    if (!first && keys.length === this.seen.size && keys.every((key) => this.seen.has(key))) return;
    this.list.replaceChildren(
      ...events.map((event, i) => row(event, !first && !this.seen.has(keys[i] ?? ""))),
    );
    this.seen = new Set(keys);
  }
}

function row(event: FeedEvent, fresh: boolean): HTMLElement {
  const place = [
    event.country ? country(event.country) : "",
    event.device ? dimensionValue("device", event.device) : "",
  ];
  return h(
    "li",
    {
      class: fresh ? "fresh" : "",
      "data-event": event.event,
      "data-page": event.page ?? "",
      "data-distinct-id": event.distinct_id,
    },
    h("time", { datetime: event.event_time }, time(event.event_time)),
    h("span", { class: "event", "data-kind": KINDS[event.event] ?? "own" }, event.event),
    h("span", { class: "page", title: event.page ?? "" }, event.page ?? ""),
    h("span", { class: "place" }, place.filter(Boolean).join(" · ")),
    h("span", { class: "who", title: event.distinct_id }, shortId(event.distinct_id)),
  );
}

/** The end of an anonymous id, which differs between visitors; a user's id as it is. */
function shortId(id: string): string {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id) ? "anon " + id.slice(-6) : id;
}
