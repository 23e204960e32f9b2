import { byId } from "./dom";

/** Wires the theme button; follows the system until the reader chooses. */
export function watchTheme(changed: () => void): void {
  const root = document.documentElement;
  const button = byId("theme-toggle");
  const apply = (theme: string): void => {
    root.dataset["theme"] = theme;
    button.setAttribute(
      "aria-label",
      theme === "dark" ? "Switch to the light theme" : "Switch to the dark theme",
    );
    changed();
  };
  apply(root.dataset["theme"] ?? "light");
  button.addEventListener("click", () => {
    const theme = root.dataset["theme"] === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("metricflow.theme", theme);
    } catch {
      // Storage is off: the choice lasts for this page.
    }
    apply(theme);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (query) => {
    if (!localStorage.getItem("metricflow.theme")) apply(query.matches ? "dark" : "light");
  });
}
