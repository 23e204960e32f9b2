/** Values a caller may attach to an event or a user. */
export type Properties = Record<string, unknown>;

/** Options of `metricflow.init`. Durations are in milliseconds. */
export interface Options {
  /** Origin of the collector; default: the origin the script came from. */
  endpoint?: string;
  /** Send page_view, click and form_submit without further code; default: true. */
  autocapture?: boolean;
  /** Longest time an event waits for others; default: 1000. */
  flush_interval_ms?: number;
  /** Send nothing for visitors with Do Not Track or Global Privacy Control; default: false. */
  respect_dnt?: boolean;
}

/** The window the SDK works in: a browser's own, or the one of a test. */
export type Win = Window & typeof globalThis;
