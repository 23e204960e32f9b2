import { JSDOM } from "jsdom";
import { afterEach, vi } from "vitest";

/** Makes the markup the document of the running test. */
export function useDocument(html: string): Document {
  const { window } = new JSDOM(html, {
    url: "https://metrics.example/dashboard/",
    pretendToBeVisual: true,
  });
  for (const name of ["window", "document", "location", "history", "localStorage"] as const) {
    vi.stubGlobal(name, name === "window" ? window : window[name]);
  }
  return window.document;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});
