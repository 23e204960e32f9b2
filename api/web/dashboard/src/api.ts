import type { DailyActiveUsers, FunnelAnswer, FunnelDefinition, Live, Project } from "./answers";

const TIMEOUT_MS = 30_000;

/** Why a request failed, in words for the reader. */
export class ApiProblem extends Error {
  /** @param status HTTP status; 0 when no answer came at all */
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(`${title}: ${detail}`);
  }

  get keyRefused(): boolean {
    return this.status === 401 || this.status === 403;
  }
}

/** The read side of the HTTP API for one read key. */
export class Api {
  private liveTag: string | null = null;

  constructor(
    private readonly base: URL,
    private readonly readKey: string,
  ) {}

  /** The live snapshot, or null when it is the one already seen. */
  async live(): Promise<Live | null> {
    const headers: Record<string, string> = this.liveTag ? { "if-none-match": this.liveTag } : {};
    const response = await this.request("live", { headers });
    if (response.status === 304) return null;
    const live = (await response.json()) as Live;
    this.liveTag = response.headers.get("etag");
    return live;
  }

  async project(): Promise<Project> {
    return (await (await this.request("project")).json()) as Project;
  }

  async funnels(): Promise<FunnelDefinition[]> {
    const answer = (await (await this.request("funnels")).json()) as {
      funnels: FunnelDefinition[];
    };
    return answer.funnels;
  }

  async dailyActiveUsers(range: DateRange, dimension: string): Promise<DailyActiveUsers> {
    return this.query({ kind: "daily_active_users", ...range, dimension, limit: 6 });
  }

  /** Whether anybody was active on any of the days. */
  async hasUsers(range: DateRange): Promise<boolean> {
    const answer = await this.query<DailyActiveUsers>({ kind: "daily_active_users", ...range });
    return answer.total.some((users) => users > 0);
  }

  async funnel(range: DateRange, definition: FunnelDefinition): Promise<FunnelAnswer> {
    const { conversion_window_seconds, steps } = definition;
    // The range is in UTC, as the other panels are; the project may live by another zone.
    const days = { ...range, time_zone: "UTC" };
    return this.query({ kind: "funnel", ...days, conversion_window_seconds, steps });
  }

  private async query<T>(body: object): Promise<T> {
    const headers = { "content-type": "application/json" };
    const response = await this.request("query", {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return (await response.json()) as T;
  }

  private async request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${this.readKey}`);
    let response: Response;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      response = await fetch(new URL(path, this.base), {
        ...init,
        headers,
        signal,
        cache: "no-store",
      });
    } catch {
      throw new ApiProblem(0, "The API cannot be reached.", "The server does not answer.");
    }
    if (response.ok || response.status === 304) return response;
    throw await problemOf(response);
  }
}

/** First and last day, both included, as `YYYY-MM-DD` in UTC. */
export interface DateRange {
  from: string;
  to: string;
}

/** The days up to and including the day of `now`. */
export function lastDays(days: number, now: Date): DateRange {
  const date = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return { from: date(now.getTime() - (days - 1) * 86_400_000), to: date(now.getTime()) };
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const body = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
  if (response.status === 401 || response.status === 403) {
    const detail = body.detail ?? "The server does not know it.";
    return new ApiProblem(response.status, "This read key was refused.", detail);
  }
  const title = body.title ?? "The API answered with an error.";
  return new ApiProblem(response.status, title, body.detail ?? `HTTP status ${response.status}.`);
}
