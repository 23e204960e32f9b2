import { MetricFlow } from "./client";
import type { Options, Win } from "./types";

/**
 * Puts the SDK in place of the stub queue at `window.metricflow` and runs the calls made so far. A
 * write key on the script's own tag starts it at once.
 */
export function boot(win: Win, script: HTMLScriptElement | null): MetricFlow {
  const place = win as unknown as { metricflow?: MetricFlow | unknown[] };
  const waiting = place.metricflow;
  if (waiting instanceof MetricFlow) return waiting;
  const home = script?.src ? new URL(script.src).origin : win.location.origin;
  const sdk = new MetricFlow(win, home);
  place.metricflow = sdk;
  const data = script?.dataset;
  if (data?.["writeKey"]) sdk.init(data["writeKey"], tagOptions(data));
  if (Array.isArray(waiting)) {
    // A stub may have queued its init after other calls; nothing works before it.
    const calls = waiting as [string, ...unknown[]][];
    for (const call of calls) if (call[0] === "init") sdk.push(call);
    for (const call of calls) if (call[0] !== "init") sdk.push(call);
  }
  return sdk;
}

function tagOptions(data: DOMStringMap): Options {
  const options: Options = {
    autocapture: data["autocapture"] !== "false",
    respect_dnt: data["respectDnt"] === "true",
  };
  if (data["endpoint"]) options.endpoint = data["endpoint"];
  if (data["flushIntervalMs"]) options.flush_interval_ms = Number(data["flushIntervalMs"]);
  return options;
}
