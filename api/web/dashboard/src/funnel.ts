import type { FunnelStepCount } from "./answers";
import { h } from "./dom";
import { count, percent } from "./format";

/**
 * Draws a funnel as an ordered list: readable without the picture, styled into columns or rows by
 * the style sheet.
 */
export function renderFunnel(place: HTMLElement, steps: FunnelStepCount[], layout: string): void {
  const start = steps[0]?.persons ?? 0;
  const list = h("ol", { class: `funnel ${layout}` });
  steps.forEach((step, i) => {
    const before = steps[i - 1]?.persons ?? step.persons;
    list.append(stepRow(step, i, start, before));
  });
  place.replaceChildren(list);
}

function stepRow(step: FunnelStepCount, i: number, start: number, before: number): HTMLElement {
  const ofStart = start > 0 ? step.persons / start : 0;
  const ofBefore = before > 0 ? step.persons / before : 0;
  const [event = "", ...filter] = step.label.split(" ");
  const bar = h("span", { class: "column", "aria-hidden": "true" }, h("span", { class: "fill" }));
  bar.style.setProperty("--share", ofStart.toFixed(4));
  const notes =
    i === 0
      ? [h("span", { class: "from-start" }, "entered")]
      : [
          h("span", { class: "from-start" }, `${percent(ofStart)} of start`),
          h("span", { class: "from-previous" }, `${percent(ofBefore)} of previous`),
          h("span", { class: "lost" }, `${count(Math.max(before - step.persons, 0))} dropped off`),
        ];
  return h(
    "li",
    {
      "data-step-index": i,
      "data-persons": step.persons,
      "data-conversion-from-start": ofStart.toFixed(4),
    },
    h(
      "span",
      { class: "step-name", title: step.label },
      h("b", {}, event),
      ...(filter.length ? [h("span", { class: "step-filter" }, filter.join(" "))] : []),
    ),
    bar,
    h("span", { class: "persons" }, count(step.persons)),
    h("span", { class: "notes" }, ...notes),
  );
}
