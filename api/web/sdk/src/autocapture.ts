import type { Properties, Win } from "./types";

const CLICKABLE = "a,button,[role=button],input[type=button],input[type=submit],[data-track]";
const MAX_TEXT = 80;

/** Reports clicks and form submissions. Nothing a visitor typed is ever read. */
export function watchInput(win: Win, track: (event: string, properties: Properties) => void): void {
  const listen = (type: string, selector: string, report: (element: Element) => void): void => {
    const listener = (event: Event): void => {
      // The composed path sees into open shadow roots, the target does not.
      const target = event.composedPath()[0] as Element | undefined;
      const element = target?.closest?.(selector);
      if (element && !element.closest(".mf-no-capture")) report(element);
    };
    win.document.addEventListener(type, listener, true);
  };
  listen("click", CLICKABLE, (element) => {
    // What a visitor can edit is not a label.
    const typed = element.closest("[contenteditable]") ?? element.querySelector("textarea,select");
    const text = typed ? "" : (element.textContent ?? "").replace(/\s+/g, " ").trim();
    track("click", {
      tag: element.tagName.toLowerCase(),
      id: attribute(element, "id"),
      text: text.slice(0, MAX_TEXT) || undefined,
      href: address(win, attribute(element, "href")),
      data_track: attribute(element, "data-track"),
    });
  });
  listen("submit", "form", (form) => {
    track("form_submit", {
      id: attribute(form, "id"),
      name: attribute(form, "name"),
      action: address(win, attribute(form, "action")),
    });
  });
}

/** Reports the page now, and again whenever a single-page application changes the path. */
export function watchPages(win: Win, view: (referrer: string) => void): void {
  const { history, location } = win;
  let shown = location.href;
  view(win.document.referrer);
  const changed = (): void => {
    const previous = shown;
    shown = location.href;
    if (new URL(previous).pathname !== location.pathname) view(previous);
  };
  for (const method of ["pushState", "replaceState"] as const) {
    const original = history[method];
    history[method] = function (...args) {
      original.apply(this, args);
      changed();
    };
  }
  win.addEventListener("popstate", changed);
}

/** Read as an attribute: `form.id` is the field called "id" when there is one. */
function attribute(element: Element, name: string): string | undefined {
  return element.getAttribute(name) || undefined;
}

/** A web address without its query and fragment, which may carry secrets. */
function address(win: Win, href: string | undefined): string | undefined {
  try {
    const { protocol, origin, pathname } = new URL(href ?? "", win.location.href);
    return href && protocol.startsWith("http") ? origin + pathname : undefined;
  } catch {
    return undefined;
  }
}
