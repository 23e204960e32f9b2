import { ApiProblem } from "./api";

const LONGEST_WAIT_MS = 30_000;

/** What to ask for and whom to tell. */
export interface Poll<T> {
  everyMs: number;
  load(): Promise<T>;
  onData(data: T): void;
  /** @param retryInMs time until the next try */
  onProblem(problem: ApiProblem, retryInMs: number): void;
}

/** Asks again and again while the page is visible; waits longer after each failure. */
export class Poller<T> {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private round = 0;
  private stopped = true;

  constructor(private readonly poll: Poll<T>) {}

  start(): void {
    this.stopped = false;
    document.addEventListener("visibilitychange", this.visibilityChanged);
    void this.run();
  }

  stop(): void {
    this.stopped = true;
    this.round++;
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.visibilityChanged);
  }

  /** Asks now, whatever the schedule; an answer still under way is ignored. */
  now(): void {
    if (!this.stopped) void this.run();
  }

  private readonly visibilityChanged = (): void => {
    if (document.hidden) clearTimeout(this.timer);
    else this.now();
  };

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    const round = ++this.round;
    let wait = this.poll.everyMs;
    try {
      const data = await this.poll.load();
      if (round !== this.round) return;
      this.failures = 0;
      this.poll.onData(data);
    } catch (error) {
      if (round !== this.round) return;
      const problem =
        error instanceof ApiProblem
          ? error
          : new ApiProblem(0, "The answer could not be shown.", String(error));
      wait = Math.min(1000 * 2 ** this.failures++, LONGEST_WAIT_MS);
      if (problem.keyRefused) wait = LONGEST_WAIT_MS;
      this.poll.onProblem(problem, wait);
    }
    if (!document.hidden) this.timer = setTimeout(() => void this.run(), wait);
  }
}
