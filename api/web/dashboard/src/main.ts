import { Api, lastDays, type ApiProblem } from "./api";
import { byId, copyWith, setText } from "./dom";
import { duration, time } from "./format";
import { Freshness } from "./freshness";
import { isEmpty, LiveView } from "./live_view";
import { Poller } from "./poller";
import { storeReadKey, takeReadKey } from "./read_key";
import { watchReceipts } from "./receipt";
import { ReportsView } from "./reports_view";
import { watchTheme } from "./theme_toggle";
import type { Live } from "./answers";

const LIVE_EVERY_MS = 1000;
const BADGE_EVERY_MS = 500;
const HISTORY_EVERY_MS = 30_000;
const HISTORY_DAYS = 30;

type View = "key-view" | "empty-view" | "dashboard";

const freshness = new Freshness(byId("freshness"), byId("freshness-text"));
let liveView: LiveView | null = null;
let reports: ReportsView | null = null;
let livePoller: Poller<Live | null> | null = null;
let lastAnswer: string | null = null;
let reportsStarted = false;
let history: Poller<boolean> | null = null;
let historyFound = false;

function show(view: View): void {
  for (const id of ["key-view", "empty-view", "dashboard"]) byId(id).hidden = id !== view;
  byId("change-key").hidden = view === "key-view";
  byId("freshness").hidden = view === "key-view";
  if (view === "key-view") byId("key-input").focus();
}

function open(readKey: string): void {
  stop();
  const api = new Api(new URL("../v1/", location.href), readKey);
  show("dashboard");
  byId("dashboard").setAttribute("aria-busy", "true");
  liveView ??= new LiveView();
  reports ??= new ReportsView(refused);
  livePoller = new Poller({
    everyMs: LIVE_EVERY_MS,
    load: () => api.live(),
    onData: (live) => answered(api, live),
    onProblem: (problem, wait) => failed(api, problem, wait),
  });
  livePoller.start();
  api.project().then(
    (project) => {
      setText(byId("project"), project.name);
      byId("project").hidden = false;
      document.title = `${project.name} · MetricFlow`;
    },
    () => (byId("project").hidden = true),
  );
}

function stop(): void {
  livePoller?.stop();
  livePoller = null;
  reports?.stop();
  reportsStarted = false;
  history?.stop();
  history = null;
  historyFound = false;
  lastAnswer = null;
  freshness.forget();
  byId("project").hidden = true;
  recovered();
}

function answered(api: Api, live: Live | null): void {
  recovered();
  if (!live) {
    freshness.unchanged();
    return;
  }
  lastAnswer = live.as_of;
  freshness.answered(live.freshness_ms);
  liveView?.render(live);
  if (isEmpty(live) && !historyFound) {
    show("empty-view");
    lookForHistory(api);
    return;
  }
  showNumbers(api);
}

/** Imported history fills the reports of a project that has never been seen live. */
function lookForHistory(api: Api): void {
  if (history) return;
  history = new Poller({
    everyMs: HISTORY_EVERY_MS,
    load: () => api.hasUsers(lastDays(HISTORY_DAYS, new Date())),
    onData: (found) => {
      if (!found) return;
      historyFound = true;
      showNumbers(api);
    },
    // The live poller says what is wrong; this one just tries again.
    onProblem: () => undefined,
  });
  history.start();
}

function showNumbers(api: Api): void {
  history?.stop();
  history = null;
  if (byId("dashboard").hidden) show("dashboard");
  byId("dashboard").removeAttribute("aria-busy");
  startReports(api);
}

function startReports(api: Api): void {
  if (reportsStarted) return;
  reportsStarted = true;
  reports?.start(api);
}

function recovered(): void {
  if (byId("error-banner").hidden) return;
  byId("error-banner").hidden = true;
  document.body.removeAttribute("data-stale");
  if (livePoller) reports?.retry();
}

function failed(api: Api, problem: ApiProblem, waitMs: number): void {
  freshness.disconnected();
  if (problem.keyRefused) return refused(problem);
  const shown = lastAnswer ? ` Shown: the numbers of ${time(lastAnswer)}.` : "";
  showBanner(problem.title, `${problem.detail}${shown} Next try in ${duration(waitMs)}.`, false);
  document.body.dataset["stale"] = problem.status === 0 ? "all" : "live";
  // The lake may well answer while the live counters do not.
  if (problem.status > 0) startReports(api);
}

function refused(problem: ApiProblem): void {
  if (!lastAnswer) askForKey();
  showBanner(problem.title, problem.detail, true);
}

function showBanner(title: string, detail: string, otherKey: boolean): void {
  setText(byId("error-title"), title);
  setText(byId("error-detail"), " " + detail);
  byId("error-key").hidden = !otherKey || !livePoller;
  byId("error-retry").hidden = !livePoller;
  byId("error-banner").hidden = false;
  document.body.dataset["stale"] = "all";
}

function askForKey(): void {
  stop();
  show("key-view");
}

function start(): void {
  const key = takeReadKey();
  if (key) open(key);
  else askForKey();
}

watchTheme(() => {
  liveView?.redraw();
  reports?.redraw();
});
watchReceipts((name) => liveView?.receipt(name) ?? reports?.receipt(name) ?? null);

const snippet = `<script src="${new URL("../sdk/metricflow.js", location.href).href}"\n  data-write-key="mfw_YOUR_WRITE_KEY"></script>`;
byId("snippet").textContent = snippet;
byId("copy-snippet").addEventListener("click", (event) => {
  void copyWith(event.currentTarget as HTMLButtonElement, snippet);
});
byId("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const key = byId<HTMLInputElement>("key-input").value.trim();
  const isReadKey = key.startsWith("mfr_");
  byId("key-error").hidden = isReadKey;
  setText(byId("key-error"), "A read key starts with mfr_. Write keys (mfw_) cannot read.");
  if (!isReadKey) return;
  storeReadKey(key);
  open(key);
});
byId("error-retry").addEventListener("click", () => livePoller?.now());
byId("error-key").addEventListener("click", askForKey);
byId("change-key").addEventListener("click", askForKey);
addEventListener("hashchange", start);
setInterval(() => freshness.show(), BADGE_EVERY_MS);
start();
