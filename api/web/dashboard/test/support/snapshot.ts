import type { Live } from "../../src/answers";

/** A live snapshot of a quiet project, with changes. */
export function snapshot(changes: Partial<Live> = {}): Live {
  return {
    as_of: "2026-11-24T03:00:15Z",
    source: "live",
    exact: false,
    sql: "SELECT 1",
    freshness_ms: 900,
    active_users: 0,
    active_window_minutes: 5,
    events_per_minute: [],
    events_last_hour: 0,
    top_pages: [],
    top_events: [],
    top_countries: [],
    top_devices: [],
    top_values: [],
    funnels: [],
    feed: [],
    ...changes,
  };
}
