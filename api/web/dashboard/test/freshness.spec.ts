import { expect, it } from "vitest";
import { Freshness } from "../src/freshness";
import { useDocument } from "./support/dom";

function badge() {
  const document = useDocument(`<p><span></span></p>`);
  const place = document.querySelector("p")!;
  const clock = { ms: 0 };
  const text = document.querySelector("span")!;
  const freshness = new Freshness(place, text, () => clock.ms);
  return { freshness, clock, state: () => [place.dataset["state"], text.textContent] };
}

it("says how far behind the numbers are", () => {
  const { freshness, state } = badge();
  freshness.answered(900);
  expect(state()).toEqual(["live", "live · 0.9 s behind"]);
});

it("keeps counting while the snapshot does not change", () => {
  const { freshness, clock, state } = badge();
  freshness.answered(900);
  clock.ms = 5000;
  freshness.unchanged();
  expect(state()).toEqual(["slow", "slow · 5.9 s behind"]);
  clock.ms = 40_000;
  freshness.show();
  expect(state()).toEqual(["stale", "stale · 41 s behind"]);
});

it("tells a lost connection from slow numbers", () => {
  const { freshness, clock, state } = badge();
  freshness.answered(900);
  clock.ms = 2000;
  freshness.disconnected();
  expect(state()).toEqual(["offline", "disconnected · 2.9 s behind"]);
});

it("waits for the first event", () => {
  const { freshness, state } = badge();
  freshness.answered(null);
  expect(state()).toEqual(["waiting", "no event yet"]);
});
