import type { Store } from "./storage";
import type { Win } from "./types";
import { uuidv7 } from "./uuid";

const MAX_EVENTS = 1000;
const MAX_BYTES = 512 * 1024;
const ABANDONED_MS = 60_000;

/** UTF-8 size of `text`. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

export type EventQueue = ReturnType<typeof openQueue>;

/**
 * Events waiting to be sent, as JSON texts, oldest first. Each tab writes to a stored queue of its
 * own, so tabs cannot overwrite each other; what a closed tab left behind is adopted by the next
 * one. Should both send the same events, their event_ids are the same and the lake keeps one.
 *
 * Stored form: a line with the time of the last change (0 when released), then one event per line.
 */
export function openQueue(win: Win, store: Store, writeKey: string) {
  const prefix = `mf.${writeKey}.queue.`;
  const key = prefix + uuidv7(win);
  let events: string[] = [];
  let stored = false;
  let dropped = 0;

  /** Stores the queue; tells other tabs that this one is alive, or with `at` 0 that it is not. */
  function save(at = Date.now()): void {
    const text = events.length ? [at, ...events].join("\n") : null;
    stored = store.set(key, text) && text !== null;
  }

  function replace(next: string[]): void {
    events = next;
    // A UTF-16 unit takes at most three bytes: exact sizes matter only near the bound.
    let bytes = 3 * events.reduce((sum, event) => sum + event.length, 0);
    if (bytes > MAX_BYTES) bytes = byteLength(events.join(""));
    while (events.length > MAX_EVENTS || bytes > MAX_BYTES) {
      bytes -= byteLength(events.shift() ?? "");
      dropped++;
    }
    save();
  }

  return {
    save,
    length: () => events.length,
    add: (event: string) => replace([...events, event]),
    clear: () => replace([]),

    /** The oldest events that fit, at least one. */
    head(maxEvents: number, maxBytes: number): string[] {
      let bytes = 0;
      const fits = (event: string): boolean => (bytes += byteLength(event) + 1) <= maxBytes;
      const end = events.findIndex((event, i) => i >= maxEvents || (!fits(event) && i > 0));
      return events.slice(0, end < 0 ? undefined : end);
    },

    remove(sent: string[]): void {
      const gone = new Set(sent);
      replace(events.filter((event) => !gone.has(event)));
    },

    /** Number of events dropped for lack of room since the last call. */
    takeDropped(): number {
      const count = dropped;
      dropped = 0;
      return count;
    },

    /** Lets go of events that another tab has adopted while this one slept. */
    release(): void {
      if (stored && store.get(key) === null) events = [];
      save();
    },

    /** Takes over what closed tabs left; tells whether there was any. */
    adopt(): boolean {
      const before = events.length;
      for (const other of store.keys()) {
        if (!other.startsWith(prefix) || other === key) continue;
        const [at, ...left] = (store.get(other) ?? "").split("\n");
        if (Math.abs(Date.now() - Number(at)) < ABANDONED_MS) continue;
        store.set(other, null);
        replace([...left, ...events]);
      }
      return events.length > before;
    },
  };
}
