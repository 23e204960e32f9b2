import { expect, it } from "vitest";
import { renderBars } from "../src/bars";
import { Feed } from "../src/feed";
import { renderFunnel } from "../src/funnel";
import { useDocument } from "./support/dom";

const MARKUP = `<img src=x onerror=alert(1)>`;

it("shows data as text, never as markup", () => {
  const document = useDocument(`<ol></ol><ol></ol><div></div>`);
  const [bars, feed] = document.querySelectorAll("ol");
  const funnel = document.querySelector("div")!;
  renderBars(bars!, [{ key: MARKUP, label: MARKUP, value: 1 }]);
  const event = { event_time: "2026-11-24T03:00:00Z", event: MARKUP, page: MARKUP };
  new Feed(feed!).render([{ ...event, country: null, device: MARKUP, distinct_id: MARKUP }]);
  renderFunnel(funnel, [{ label: MARKUP, persons: 1 }], "rows");
  expect(document.querySelector("img")).toBeNull();
  expect(document.body.textContent).toContain(MARKUP);
});

it("puts a funnel's numbers where scripts and readers find them", () => {
  const place = useDocument(`<div></div>`).querySelector("div")!;
  const steps = [
    { label: "page_view page=/", persons: 200 },
    { label: "sign_up", persons: 50 },
    { label: "purchase", persons: 10 },
  ];
  renderFunnel(place, steps, "columns");
  const rows = [...place.querySelectorAll<HTMLElement>("[data-step-index]")];
  expect(rows.map((row) => [row.dataset["stepIndex"], row.dataset["persons"]])).toEqual([
    ["0", "200"],
    ["1", "50"],
    ["2", "10"],
  ]);
  expect(rows[2]?.textContent).toContain("5% of start");
  expect(rows[2]?.textContent).toContain("20% of previous");
});

it("shows an empty funnel without dividing by nothing", () => {
  const place = useDocument(`<div></div>`).querySelector("div")!;
  renderFunnel(
    place,
    [
      { label: "a", persons: 0 },
      { label: "b", persons: 0 },
    ],
    "rows",
  );
  expect(place.textContent).toContain("0% of start");
});

it("lists feed events with hooks and marks the new ones", () => {
  const list = useDocument(`<ol></ol>`).querySelector("ol")!;
  const feed = new Feed(list);
  const event = {
    event_time: "2026-11-24T03:00:00Z",
    event: "click",
    page: "/shop/",
    country: "DE",
    device: "mobile",
    distinct_id: "ada",
  };
  feed.render([event]);
  feed.render([{ ...event, event: "purchase" }, event]);
  const rows = [...list.querySelectorAll<HTMLElement>("li")];
  expect(rows.map((row) => [row.dataset["event"], row.dataset["page"], row.className])).toEqual([
    ["purchase", "/shop/", "fresh"],
    ["click", "/shop/", ""],
  ]);
});

it("reuses the rows of a ranking and says when there is nothing", () => {
  const list = useDocument(`<ol></ol>`).querySelector("ol")!;
  renderBars(list, [{ key: "/", label: "/", value: 4 }]);
  const row = list.firstElementChild;
  renderBars(list, [
    { key: "/a", label: "/a", value: 8 },
    { key: "/", label: "/", value: 4 },
  ]);
  expect(list.firstElementChild).toBe(row);
  expect(list.children).toHaveLength(2);
  renderBars(list, []);
  expect(list.textContent).toBe("Nothing in the last hour");
  renderBars(list, [{ key: "/", label: "/", value: 4 }]);
  expect(list.textContent).toBe("/4");
});
