import type { Provenance } from "./answers";
import { byId, copyWith, h } from "./dom";
import { dateTime, duration } from "./format";

const SOURCES: Record<string, string> = {
  live: "Live counters, updated by each micro-batch",
  "rollup+raw": "Daily rollups, raw events for recent days",
  rollup: "Daily rollups",
  raw: "Raw events in the lake",
};

/** A number's papers: shown on demand next to the panel. */
export interface Receipt extends Provenance {
  /** What the number may be off by; absent when it is a plain count. */
  bound?: string;
}

/** Wires all receipt buttons of the page. `find` answers null while there is no number yet. */
export function watchReceipts(find: (name: string) => Receipt | null): void {
  let open: { button: HTMLButtonElement; card: HTMLElement } | null = null;

  const close = (): void => {
    open?.card.remove();
    open?.button.setAttribute("aria-expanded", "false");
    open = null;
  };

  for (const button of document.querySelectorAll<HTMLButtonElement>("button.receipt")) {
    const name = button.dataset["receipt"] ?? "";
    const panel = button.parentElement?.querySelector("h2, h3")?.textContent ?? "";
    button.append(receiptIcon());
    button.setAttribute("aria-label", `Receipt: ${panel}`);
    button.title = "Where this number comes from";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-haspopup", "dialog");
    button.addEventListener("click", () => {
      const again = open?.button === button;
      close();
      if (again) return;
      const card = receiptCard(panel, find(name));
      open = { button, card };
      button.setAttribute("aria-expanded", "true");
      document.body.append(card);
      place(card, button);
      card.focus();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    const { button } = open;
    close();
    button.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    const target = event.target as Node;
    if (open && !open.card.contains(target) && !open.button.contains(target)) close();
  });
  addEventListener("resize", close);
}

function receiptCard(panel: string, receipt: Receipt | null): HTMLElement {
  const card = h("div", {
    class: "receipt-card",
    role: "dialog",
    "aria-label": `Receipt: ${panel}`,
    tabindex: -1,
    "data-testid": "receipt",
  });
  if (!receipt) {
    card.append(h("p", { class: "muted" }, "No number yet."));
    return card;
  }
  const rows = h("dl");
  const row = (term: string, value: string): void => {
    rows.append(h("dt", {}, term), h("dd", {}, value));
  };
  row("Source", SOURCES[receipt.source] ?? receipt.source);
  row("As of", dateTime(receipt.as_of));
  row("Accuracy", receipt.bound ?? (receipt.exact ? "exact" : "as counted by the stream"));
  if (receipt.elapsed_ms !== undefined) row("Took", duration(receipt.elapsed_ms));
  const copy = h("button", { class: "button", type: "button" }, "Copy SQL");
  copy.addEventListener("click", () => void copyWith(copy, receipt.sql));
  card.append(
    h("p", { class: "receipt-title" }, panel),
    rows,
    h("pre", { tabindex: 0, "aria-label": "SQL" }, h("code", {}, receipt.sql)),
    copy,
  );
  return card;
}

/** Below the button, inside the page. */
function place(card: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const width = card.offsetWidth;
  const left = Math.min(
    Math.max(at.right - width, 12),
    document.documentElement.clientWidth - width - 12,
  );
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${at.bottom + scrollY + 8}px`;
}

function receiptIcon(): SVGElement {
  const icon = byId<HTMLElement>("theme-toggle")
    .querySelector("svg")
    ?.cloneNode(false) as SVGElement;
  icon.setAttribute("class", "receipt-icon");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M6 3.5h12v17l-3-2-3 2-3-2-3 2zM9.5 8.5h5M9.5 12.5h5");
  icon.append(path);
  return icon;
}
