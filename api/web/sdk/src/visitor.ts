import type { Store } from "./storage";
import type { Tab } from "./tab";
import type { Properties, Win } from "./types";
import { sessionId, uuidv7 } from "./uuid";

const SESSION_IDLE_MS = 30 * 60_000;
const SESSION_CAP_MS = 24 * 60 * 60_000;
const UTM = ["utm_source", "utm_medium", "utm_campaign"];

/** Who is visiting, as stored for all tabs of an origin. */
export interface Visitor {
  anonymous_id: string;
  user_id?: string;
  plan?: string;
  sequence: number;
  session?: { id: string; started: number; last: number; utm: Properties };
  registered: Properties;
  opted_out?: boolean;
}

/** Reads and changes the visitor; reads again before each change, as other tabs write too. */
export function openVisitor(win: Win, store: Store, tab: Tab, writeKey: string) {
  const key = `mf.${writeKey}.state`;
  let counted = 0;

  function write(visitor: Visitor): Visitor {
    store.set(key, JSON.stringify(visitor));
    return visitor;
  }

  function read(): Visitor {
    try {
      const visitor = JSON.parse(store.get(key) || "{}") as Visitor;
      if (visitor.anonymous_id) return visitor;
    } catch {
      // Damaged by someone else: start again.
    }
    return write({ anonymous_id: uuidv7(win), sequence: 0, registered: {} });
  }

  function update(change: (visitor: Visitor) => void): Visitor {
    const visitor = read();
    change(visitor);
    return write(visitor);
  }

  /** Counts an event and extends the session, or starts a new one. */
  function nextEvent(): Visitor {
    return update((visitor) => {
      const now = Date.now();
      let { session } = visitor;
      if (
        !session ||
        now - session.last > SESSION_IDLE_MS ||
        now - session.started > SESSION_CAP_MS
      ) {
        session = { id: sessionId(win), started: now, last: now, utm: {} };
        tab.began(session.id);
      }
      const query = new URLSearchParams(win.location.search);
      const utm = UTM.filter((name) => query.get(name)).map((name) => [name, query.get(name)]);
      if (utm.length) session.utm = Object.fromEntries(utm) as Properties;
      visitor.session = { ...session, last: now };
      // No number twice on a page, also where another tab has stored an older state, or none can.
      counted = visitor.sequence = Math.max(visitor.sequence, counted) + 1;
    });
  }

  return { read, update, nextEvent };
}
