/** The JSON the API answers with. Times are ISO 8601 texts in UTC. */

/** Where a number comes from and what it is worth. */
export interface Provenance {
  as_of: string;
  source: string;
  exact: boolean;
  sql: string;
  elapsed_ms?: number;
}

export interface FunnelStepCount {
  label: string;
  persons: number;
}

export interface LiveFunnel {
  funnel_id: string;
  name: string;
  conversion_window_seconds: number;
  as_of: string;
  steps: FunnelStepCount[];
  /** Step events of ids that came after the day's cap was reached. */
  other_events: number;
}

export interface FeedEvent {
  event_time: string;
  event: string;
  page: string | null;
  country: string | null;
  device: string | null;
  distinct_id: string;
}

/** `GET /v1/live` */
export interface Live extends Provenance {
  /** Relative standard error by field, for numbers that are estimates. */
  error_bound?: { active_users?: number };
  /** Age of the newest micro-batch at `as_of`; null before the first one. */
  freshness_ms: number | null;
  active_users: number;
  active_window_minutes: number;
  /** One entry per minute, oldest first; the last is the running minute. */
  events_per_minute: { minute: string; events: number }[];
  events_last_hour: number;
  top_pages: { page: string; events: number }[];
  top_events: { event: string; events: number }[];
  top_countries: { country: string; events: number }[];
  top_devices: { device: string; events: number }[];
  /** By plan and by each further dimension that is counted live. */
  top_values: {
    dimension: string;
    values: { value: string; events: number }[];
    /** Events whose values came after a minute's cap was reached. */
    other_events: number;
  }[];
  funnels: LiveFunnel[];
  feed: FeedEvent[];
}

/** Daily active users, one entry per date in `total` and in each series. */
export interface DailyActiveUsers extends Provenance {
  dates: string[];
  total: number[];
  series?: { value: string | null; users: number[] }[];
}

export interface FunnelAnswer extends Provenance {
  steps: (FunnelStepCount & {
    conversion_from_start: number;
    conversion_from_previous: number;
  })[];
}

export interface FunnelDefinition {
  funnel_id: string;
  name: string;
  conversion_window_seconds: number;
  steps: { event: string; filters?: { property: string; operator: string; value: unknown }[] }[];
}

export interface Project {
  project_id: number;
  name: string;
}
