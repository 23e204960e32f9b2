import { byteLength } from "./queue";
import type { Win } from "./types";

const TIMEOUT_MS = 15_000;
const GZIP_FROM_BYTES = 1024;
const LONGEST_RETRY_AFTER_MS = 300_000;

/** What the collector made of a batch. */
export type Outcome =
  | { kind: "done"; problems: string[] }
  | { kind: "too_large" }
  | { kind: "retry"; after_ms?: number | undefined };

/** Sends a batch. `last`: the page is going, so the request starts at once and outlives it. */
export type Send = (events: string[], last?: boolean) => Promise<Outcome>;

type Problem = { title?: string; detail?: string };

/** A way to one collector. Text/plain keeps the requests free of a CORS preflight. */
export function openTransport(win: Win, endpoint: string, writeKey: string): Send {
  const url = endpoint.replace(/\/+$/, "") + "/v1/batch";
  const sameOrigin = new URL(url).origin === win.location.origin;

  async function pack(text: string, headers: Record<string, string>): Promise<BodyInit> {
    if (typeof CompressionStream === "undefined" || byteLength(text) <= GZIP_FROM_BYTES)
      return text;
    // Across origins this header would cost a preflight; the collector knows gzip by its first bytes.
    if (sameOrigin) headers["content-encoding"] = "gzip";
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
    return new Response(stream).arrayBuffer();
  }

  return async (events, last = false) => {
    const head = JSON.stringify({ write_key: writeKey, sent_at: new Date().toISOString() });
    const text = `${head.slice(0, -1)},"batch":[${events.join(",")}]}`;
    if (last && !("keepalive" in Request.prototype)) {
      win.navigator.sendBeacon?.(`${url}?write_key=${encodeURIComponent(writeKey)}`, text);
      return { kind: "retry" };
    }
    const headers = { "content-type": "text/plain" };
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), TIMEOUT_MS);
    try {
      const body = last ? text : await pack(text, headers);
      const { signal } = timeout;
      const request = { method: "POST", body, headers, keepalive: last, signal } as const;
      return await readOutcome(await fetch(url, { ...request, credentials: "omit" }));
    } catch {
      return { kind: "retry" };
    } finally {
      clearTimeout(timer);
    }
  };
}

async function readOutcome(response: Response): Promise<Outcome> {
  const { status } = response;
  if (status === 413) return { kind: "too_large" };
  if (status === 408 || status === 429 || status >= 500)
    return { kind: "retry", after_ms: retryAfter(response.headers.get("retry-after")) };
  const answer = (await response.json().catch(() => ({}))) as Problem & {
    results?: { problem?: Problem }[];
  };
  const problems = (answer.results ?? []).flatMap(({ problem }) => (problem ? [problem] : []));
  if (!response.ok && !problems.length) problems.push(answer);
  return { kind: "done", problems: problems.map((p) => p.detail ?? p.title ?? `status ${status}`) };
}

/** Milliseconds to wait: the header holds seconds or a date. */
function retryAfter(header: string | null): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const wait = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_RETRY_AFTER_MS);
}
