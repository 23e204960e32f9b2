type Call = [string, ...unknown[]];

const STORED = "shop.write_key";

/** Calls the SDK, or queues the call until the SDK has loaded. */
export function metricflow(...call: Call): void {
  const place = window as unknown as { metricflow?: { push(call: Call): void } };
  place.metricflow ??= [] as Call[];
  place.metricflow.push(call);
}

/**
 * Loads the SDK as any site would. The write key comes from `?write_key=` once and is kept for the
 * other pages; without one the shop works and says that it sends nothing.
 */
export function startTracking(): void {
  const given = new URLSearchParams(location.search).get("write_key");
  if (given) localStorage.setItem(STORED, given);
  const writeKey = given ?? localStorage.getItem(STORED);
  if (writeKey) {
    const script = document.createElement("script");
    script.src = new URL("../sdk/metricflow.js", location.href).href;
    script.dataset["writeKey"] = writeKey;
    document.head.append(script);
  }
  document.addEventListener("DOMContentLoaded", () => showState(writeKey));
}

function showState(writeKey: string | null): void {
  const state = document.getElementById("tracking");
  if (!state) return;
  state.dataset["state"] = writeKey ? "on" : "off";
  if (writeKey) {
    state.textContent = "What you do here shows on the MetricFlow dashboard.";
    return;
  }
  state.textContent = "Nothing is measured yet: this shop needs a write key.";
  const input = document.createElement("input");
  input.name = "write_key";
  input.placeholder = "mfw_…";
  input.required = true;
  input.setAttribute("aria-label", "Write key");
  const button = document.createElement("button");
  button.className = "cta";
  button.textContent = "Use key";
  const form = document.createElement("form");
  form.className = "key-form";
  form.append(input, button);
  state.after(form);
}
