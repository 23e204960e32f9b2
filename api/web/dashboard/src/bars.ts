import { h, setText } from "./dom";
import { count } from "./format";

/** One row of a ranking. */
export interface Bar {
  key: string;
  label: string;
  value: number;
}

const SHOWN = 8;

/** Shows a ranking as rows with a bar behind the label. Rows are reused, so bars glide. */
export function renderBars(list: HTMLElement, bars: Bar[]): void {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  const shown = bars.slice(0, SHOWN);
  if (shown.length === 0) {
    if (!list.querySelector(".nothing")) {
      list.replaceChildren(h("li", { class: "nothing" }, "Nothing in the last hour"));
    }
    return;
  }
  list.querySelector(".nothing, .skeleton")?.parentElement?.replaceChildren();
  while (list.children.length > shown.length) list.lastElementChild?.remove();
  while (list.children.length < shown.length) {
    list.append(
      h(
        "li",
        {},
        h("span", { class: "bar" }),
        h("span", { class: "name" }),
        h("span", { class: "value" }),
      ),
    );
  }
  shown.forEach((bar, i) => {
    const row = list.children[i] as HTMLElement;
    const [fill, name, value] = row.children as unknown as HTMLElement[];
    if (!fill || !name || !value) return;
    row.dataset["key"] = bar.key;
    row.dataset["events"] = String(bar.value);
    name.title = bar.label;
    fill.style.setProperty("--share", (bar.value / most).toFixed(4));
    setText(name, bar.label);
    setText(value, count(bar.value));
  });
}
