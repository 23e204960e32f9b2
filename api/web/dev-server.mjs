/**
 * DEVELOPMENT TOOL ONLY: serves dist/ and answers the HTTP contract with generated data, so that
 * the pages can be worked on without the stack. Not part of any deployment.
 *
 * Read keys: mfr_demo (data), mfr_empty (no event yet), mfr_down (live counters 503); all others are refused.
 */
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const PORT = Number(process.env.PORT ?? 5173);
const DIST = join(fileURLToPath(new URL(".", import.meta.url)), "dist");
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
};
const CSP = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

const FUNNEL = {
  funnel_id: "0d3f2f5e-0001-4000-8000-000000000001",
  name: "Landing to purchase",
  conversion_window_seconds: 86_400,
  steps: [
    { event: "page_view", filters: [{ property: "page", operator: "equals", value: "/shop/" }] },
    { event: "sign_up" },
    { event: "purchase" },
  ],
};
const SECOND_FUNNEL = {
  funnel_id: "0d3f2f5e-0001-4000-8000-000000000002",
  name: "Pricing to sign-up",
  conversion_window_seconds: 3600,
  steps: [
    {
      event: "page_view",
      filters: [{ property: "page", operator: "equals", value: "/shop/pricing.html" }],
    },
    { event: "click" },
    { event: "form_submit" },
    { event: "sign_up" },
  ],
};
const VALUES = {
  country: ["DE", "US", "FR", "GB", "JP", "BR", "$other"],
  device: ["desktop", "mobile", "tablet"],
  browser: ["Chrome", "Safari", "Firefox", "Edge", "$other"],
  os: ["Windows", "iOS", "Android", "macOS", "Linux"],
  plan: ["free", "pro", "team", null],
};
const PAGES = [
  "/shop/",
  "/shop/pricing.html",
  "/shop/signup.html",
  "/shop/checkout.html",
  "/shop/thanks.html",
  "/blog/how-we-roast",
  "/help",
];
const EVENTS = ["page_view", "click", "form_submit", "sign_up", "purchase", "$identify"];
const WEIGHTS = [55, 28, 6, 5, 3, 3];

const sent = [];
const minuteCount = (minute) =>
  Math.round(90 + 40 * Math.sin(minute / 9) + 25 * Math.sin(minute * 7.3));
const ranking = (name, values, total) =>
  values
    .filter((v) => v && v !== "$other")
    .map((v, i) => ({ [name]: v, events: Math.round(total / (i + 1.6) ** 1.3) }));

function generatedFeed(now) {
  return Array.from({ length: 20 }, (_, i) => {
    const n = Math.floor(now / 700) - i;
    let pick = (n * 37) % 100;
    const event = EVENTS[WEIGHTS.findIndex((weight) => (pick -= weight) < 0)] ?? "page_view";
    return {
      event_time: new Date(n * 700).toISOString(),
      event,
      page: PAGES[(n * 5) % PAGES.length],
      country: VALUES.country[(n * 3) % 6],
      device: VALUES.device[n % 3],
      distinct_id:
        n % 4 === 0
          ? "ada@example.com"
          : `01a20b7a-7824-728f-9880-${(n * 7919).toString(16).slice(-12).padStart(12, "0")}`,
    };
  });
}

function live(empty) {
  const now = Date.now();
  const minute = Math.floor(now / 60_000);
  const running = Math.round(minuteCount(minute) * ((now % 60_000) / 60_000));
  const minutes = Array.from({ length: 60 }, (_, i) => ({
    minute: new Date((minute - 59 + i) * 60_000).toISOString(),
    events: empty ? 0 : i === 59 ? running : minuteCount(minute - 59 + i),
  }));
  const total = minutes.reduce((sum, entry) => sum + entry.events, 0);
  const persons = [1840, 612, 173];
  return {
    project_id: 1,
    as_of: new Date(now).toISOString(),
    source: "live",
    exact: false,
    error_bound: { active_users: 0.0081 },
    sql: "SELECT approx_distinct(person_id)\nFROM events\nWHERE project_id = 1\n  AND event_time > current_timestamp - INTERVAL '5' MINUTE",
    freshness_ms: empty ? null : 400 + (now % 1000),
    active_users: empty ? 0 : 312 + Math.round(18 * Math.sin(now / 20_000)),
    active_window_minutes: 5,
    events_per_minute: minutes,
    events_last_hour: total,
    top_pages: empty ? [] : ranking("page", PAGES, total),
    top_events: empty ? [] : ranking("event", EVENTS, total),
    top_countries: empty ? [] : ranking("country", VALUES.country, total),
    top_devices: empty ? [] : ranking("device", VALUES.device, total),
    top_values: [],
    funnels: [
      {
        ...FUNNEL,
        as_of: new Date(now).toISOString(),
        steps: [
          ["page_view page=/shop/", 0],
          ["sign_up", 1],
          ["purchase", 2],
        ].map(([label, i]) => ({ label, persons: empty ? 0 : persons[i] })),
        other_events: 0,
      },
    ],
    feed: empty
      ? []
      : [...sent, ...generatedFeed(now)]
          .sort((a, b) => (a.event_time < b.event_time ? 1 : -1))
          .slice(0, 20),
  };
}

function dailyActiveUsers({ from, to, dimension }) {
  const dates = [];
  for (let day = Date.parse(from); day <= Date.parse(to); day += 86_400_000)
    dates.push(new Date(day).toISOString().slice(0, 10));
  const total = dates.map((_, i) =>
    Math.round(2100 + 34 * i + 420 * Math.sin((i * 2 * Math.PI) / 7) + 90 * Math.sin(i * 5)),
  );
  const series = (VALUES[dimension] ?? []).map((value, s) => ({
    value,
    users: total.map((users, i) =>
      Math.round(users * (0.27 - s * 0.042) * (1 + 0.1 * Math.sin(i * (s + 2)))),
    ),
  }));
  return { kind: "daily_active_users", ...batchReceipt("rollup+raw"), dates, total, series };
}

function batchReceipt(source) {
  return {
    as_of: new Date(Date.now() - 4000).toISOString(),
    source,
    exact: true,
    sql: "SELECT event_date, country, count(DISTINCT person_id) AS users\nFROM metricflow.daily_users\nWHERE project_id = 1\n  AND event_date BETWEEN DATE '2026-10-26' AND DATE '2026-11-24'\nGROUP BY event_date, country\nORDER BY event_date",
    elapsed_ms: 184,
  };
}

function funnel({ steps }) {
  let persons = 18_412;
  const rows = steps.map((step, i) => {
    const before = persons;
    if (i > 0) persons = Math.round(persons * [1, 0.331, 0.282, 0.4][i % 4]);
    const filter = (step.filters ?? []).map((f) => ` ${f.property}=${f.value}`).join("");
    return {
      label: step.event + filter,
      persons,
      conversion_from_start: persons / 18_412,
      conversion_from_previous: persons / before,
    };
  });
  return { kind: "funnel", ...batchReceipt("raw"), steps: rows };
}

function collect(body, response) {
  const { batch = [] } = JSON.parse((body[0] === 0x1f ? gunzipSync(body) : body).toString());
  for (const event of batch) {
    console.log(`event ${event.event} ${event.page} ${event.distinct_id}`);
    sent.unshift({ country: null, device: null, page: null, ...event });
  }
  sent.length = Math.min(sent.length, 20);
  const results = batch.map(({ event_id }) => ({ event_id, status: "accepted" }));
  json(response, 200, {
    received_at: new Date().toISOString(),
    accepted: batch.length,
    rejected: 0,
    results,
  });
}

function json(response, status, body, headers = {}) {
  const type = status < 400 ? "application/json" : "application/problem+json";
  response.writeHead(status, {
    "content-type": type,
    "access-control-allow-origin": "*",
    ...headers,
  });
  response.end(JSON.stringify(body));
}

function problem(response, status, title, detail) {
  json(response, status, { type: "about:blank", title, status, detail });
}

function answer(path, key, body, response) {
  if (path === "/v1/batch") return collect(body, response);
  if (key === "mfr_down" && path === "/v1/live")
    return problem(response, 503, "The live counters are not reachable.", "Redis does not answer.");
  if (!["mfr_demo", "mfr_empty", "mfr_down"].includes(key))
    return problem(response, 401, "Read key unknown", "No project has this read key.");
  if (path === "/v1/live") {
    const snapshot = live(key === "mfr_empty");
    return json(response, 200, snapshot, { etag: `"${snapshot.as_of}"` });
  }
  if (path === "/v1/project") return json(response, 200, { project_id: 1, name: "Demo shop" });
  if (path === "/v1/funnels") return json(response, 200, { funnels: [FUNNEL, SECOND_FUNNEL] });
  if (path === "/v1/query") {
    const query = JSON.parse(body.toString());
    return json(response, 200, query.kind === "funnel" ? funnel(query) : dailyActiveUsers(query));
  }
  return problem(response, 404, "Not found", path);
}

async function serveFile(path, response) {
  const file = normalize(path.endsWith("/") ? path + "index.html" : path);
  try {
    const content = await readFile(join(DIST, file));
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-security-policy": CSP,
      "cache-control": "no-store",
    });
    response.end(content);
  } catch {
    response.writeHead(404).end("not found");
  }
}

createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  if (pathname === "/") return response.writeHead(302, { location: "/dashboard/" }).end();
  if (!pathname.startsWith("/v1/")) return serveFile(pathname, response);
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const key = (request.headers.authorization ?? "").replace("Bearer ", "");
  answer(pathname, key, Buffer.concat(chunks), response);
}).listen(PORT, "127.0.0.1", () => {
  console.log(`development server with generated data:`);
  console.log(`  http://127.0.0.1:${PORT}/dashboard/#key=mfr_demo`);
  console.log(`  http://127.0.0.1:${PORT}/shop/?write_key=mfw_demo`);
});
