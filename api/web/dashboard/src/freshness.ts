import { setText } from "./dom";
import { duration } from "./format";

const SLOW_MS = 5_000;
const STALE_MS = 30_000;

/** How far the numbers are behind the events. */
export type FreshnessState = "waiting" | "live" | "slow" | "stale" | "offline";

/** The badge that says how old the numbers are; keeps counting between answers. */
export class Freshness {
  private ageMs: number | null = null;
  private takenAt = 0;
  private connected = false;
  private asked = false;

  constructor(
    private readonly badge: HTMLElement,
    private readonly text: HTMLElement,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @param ageMs age of the newest micro-batch in this answer; null when there is none */
  answered(ageMs: number | null): void {
    this.ageMs = ageMs;
    this.takenAt = this.now();
    this.unchanged();
  }

  /** The last answer still stands. */
  unchanged(): void {
    this.connected = true;
    this.asked = true;
    this.show();
  }

  disconnected(): void {
    this.connected = false;
    this.asked = true;
    this.show();
  }

  forget(): void {
    this.ageMs = null;
    this.asked = false;
    this.show();
  }

  /** Brings the badge up to date; to be called now and then. */
  show(): FreshnessState {
    const age = this.ageMs === null ? null : this.ageMs + this.now() - this.takenAt;
    const state = this.state(age);
    this.badge.dataset["state"] = state;
    const behind = age === null ? "" : `${duration(age)} behind`;
    const words: Record<FreshnessState, string> = {
      waiting: this.asked ? "no event yet" : "connecting",
      live: `live · ${behind}`,
      slow: `slow · ${behind}`,
      stale: `stale · ${behind}`,
      offline: behind ? `disconnected · ${behind}` : "disconnected",
    };
    setText(this.text, words[state]);
    return state;
  }

  private state(age: number | null): FreshnessState {
    if (!this.asked) return "waiting";
    if (!this.connected) return "offline";
    if (age === null) return "waiting";
    if (age > STALE_MS) return "stale";
    return age > SLOW_MS ? "slow" : "live";
  }
}
