import type { EventQueue } from "./queue";
import type { Outcome, Send } from "./transport";

const MAX_EVENTS = 50;
const MAX_BYTES = 59_000;
const FLUSH_AT = 20;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 60_000;

/** Empties a queue: one batch at a time, in order, again after an outage. */
export function startSender(queue: EventQueue, send: Send, intervalMs: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;
  let leaving: Promise<void> | undefined;
  let failures = 0;
  let notBefore = 0;
  let maxEvents = MAX_EVENTS;
  const told = new Set<string>();

  /** Tells that events wait: sends at once when there are many, else soon. */
  function wake(): void {
    if (queue.length() === 0 || running) return;
    const wait = notBefore - Date.now();
    if (wait <= 0 && queue.length() >= FLUSH_AT) void flush();
    else timer ??= setTimeout(() => void flush(), wait > 0 ? wait : intervalMs);
  }

  /** Sends what waits; resolves when it is sent, or when the collector asks for a later try. */
  async function flush(): Promise<void> {
    await running;
    clearTimeout(timer);
    timer = undefined;
    running ??= drain().finally(() => {
      running = undefined;
      wake();
    });
    return running;
  }

  /** Tries again without waiting longer, because the network is back. */
  function retryNow(): Promise<void> {
    notBefore = 0;
    return flush();
  }

  /** A last try while the page is going. The events stay stored unless an answer is still seen. */
  function leave(): void {
    const events = queue.head(MAX_EVENTS, MAX_BYTES);
    if (leaving || events.length === 0 || Date.now() < notBefore) return;
    leaving = send(events, true).then((outcome) => {
      leaving = undefined;
      settle(events, outcome);
    });
  }

  async function drain(): Promise<void> {
    await leaving;
    queue.release();
    let left = queue.length();
    while (left > 0 && queue.length() > 0 && Date.now() >= notBefore) {
      const events = queue.head(maxEvents, MAX_BYTES);
      if (settle(events, await send(events))) left -= events.length;
    }
  }

  /** Acts on an answer; tells whether the events are dealt with. */
  function settle(events: string[], outcome: Outcome): boolean {
    if (outcome.kind === "retry") {
      const ceiling = Math.min(FIRST_RETRY_MS * 2 ** failures++, LAST_RETRY_MS);
      notBefore = Date.now() + (outcome.after_ms ?? ceiling * (0.5 + Math.random() / 2));
      return false;
    }
    failures = 0;
    if (outcome.kind === "too_large" && events.length > 1) {
      maxEvents = Math.ceil(events.length / 2);
      return false;
    }
    maxEvents = MAX_EVENTS;
    queue.remove(events);
    const problems = outcome.kind === "done" ? outcome.problems : ["the event is too large"];
    for (const problem of problems) {
      if (!told.has(problem)) console.warn(`metricflow: event refused: ${problem}`);
      told.add(problem);
    }
    return true;
  }

  return { wake, flush, retryNow, leave };
}
