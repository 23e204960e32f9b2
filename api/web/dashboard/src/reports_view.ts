import type { DailyActiveUsers, FunnelAnswer, FunnelDefinition } from "./answers";
import { lastDays, type Api, type ApiProblem, type DateRange } from "./api";
import { DauChart, seriesColor, type DauStyle } from "./charts";
import { byId, h, setText } from "./dom";
import { count, date, dimensionValue, duration } from "./format";
import { renderFunnel } from "./funnel";
import { offer } from "./live_view";
import { Poller } from "./poller";
import type { Receipt } from "./receipt";

const DAYS = 30;
const EVERY_MS = 60_000;

/** Shown for a project without a saved funnel. */
const DEFAULT_FUNNEL: FunnelDefinition = {
  funnel_id: "default",
  name: "Visit to purchase",
  conversion_window_seconds: 86_400,
  steps: [{ event: "page_view" }, { event: "sign_up" }, { event: "purchase" }],
};

/** The lower half of the page: questions to the lake, asked once a minute. */
export class ReportsView {
  private readonly dauChart = new DauChart(byId("dau-chart"));
  private readonly dimension = byId<HTMLSelectElement>("dimension");
  private readonly funnelSelect = byId<HTMLSelectElement>("funnel-select");
  private readonly pollers: Poller<unknown>[] = [];
  private funnels: FunnelDefinition[] = [];
  private dau: DailyActiveUsers | null = null;
  private funnel: FunnelAnswer | null = null;

  constructor(private readonly keyRefused: (problem: ApiProblem) => void) {
    const style = byId<HTMLSelectElement>("dau-style");
    style.addEventListener("change", () => {
      this.dauChart.style = style.value as DauStyle;
      this.dauChart.draw();
    });
  }

  start(api: Api): void {
    const dau = new Poller({
      everyMs: EVERY_MS,
      load: () => api.dailyActiveUsers(this.range(), this.dimension.value),
      onData: (answer) => this.renderDau(answer),
      onProblem: (problem, wait) => this.fail("dau", problem, wait),
    });
    const funnel = new Poller({
      everyMs: EVERY_MS,
      load: () => this.loadFunnel(api),
      onData: (answer) => this.renderFunnel(answer),
      onProblem: (problem, wait) => this.fail("funnel", problem, wait),
    });
    this.dimension.onchange = () => {
      byId("dau-panel").setAttribute("aria-busy", "true");
      this.dauChart.hidden.clear();
      dau.now();
    };
    this.funnelSelect.onchange = () => {
      byId("funnel-panel").setAttribute("aria-busy", "true");
      funnel.now();
    };
    this.pollers.push(dau as Poller<unknown>, funnel as Poller<unknown>);
    for (const poller of this.pollers) poller.start();
  }

  stop(): void {
    for (const poller of this.pollers.splice(0)) poller.stop();
    this.dau = null;
    this.funnel = null;
  }

  /** Asks again at once, after a failure of the connection is over. */
  retry(): void {
    for (const poller of this.pollers) poller.now();
  }

  redraw(): void {
    this.dauChart.draw();
    if (this.dau) this.renderLegend(this.dau);
  }

  receipt(name: string): Receipt | null {
    if (name === "dau") return this.dau;
    return name === "funnel" ? this.funnel : null;
  }

  private range(): DateRange {
    const range = lastDays(DAYS, new Date());
    setText(byId("reports-range"), `${date(range.from)} – ${date(range.to)}, days in UTC`);
    return range;
  }

  private renderDau(answer: DailyActiveUsers): void {
    this.dau = answer;
    this.settled("dau");
    this.dauChart.render(answer, this.dimension.value);
    this.renderLegend(answer);
    const table = h("table", {}, h("caption", {}, "Daily active users"));
    answer.dates.forEach((day, i) => {
      const total = answer.total[i] ?? 0;
      table.append(
        h(
          "tr",
          { "data-date": day, "data-total": total },
          h("th", {}, day),
          h("td", {}, count(total)),
        ),
      );
    });
    byId("dau-table").replaceChildren(table);
  }

  private renderLegend(answer: DailyActiveUsers): void {
    const { hidden } = this.dauChart;
    byId("dau-legend").replaceChildren(
      ...(answer.series ?? []).map((one, i) => {
        const value = one.value ?? "";
        const swatch = h("span", { class: "swatch" });
        swatch.style.background = seriesColor(i, one.value);
        const name = dimensionValue(this.dimension.value, one.value);
        const button = h(
          "button",
          { type: "button", "aria-pressed": String(!hidden.has(value)), "data-value": value },
          swatch,
          name,
        );
        button.addEventListener("click", () => {
          if (!hidden.delete(value)) hidden.add(value);
          button.setAttribute("aria-pressed", String(!hidden.has(value)));
          this.dauChart.draw();
        });
        return h("li", {}, button);
      }),
    );
  }

  private async loadFunnel(api: Api): Promise<FunnelAnswer> {
    const saved = await api.funnels();
    this.funnels = saved.length ? saved : [DEFAULT_FUNNEL];
    offer(this.funnelSelect, this.funnels);
    return api.funnel(this.range(), this.chosenFunnel());
  }

  private chosenFunnel(): FunnelDefinition {
    const { value } = this.funnelSelect;
    return this.funnels.find((one) => one.funnel_id === value) ?? this.funnels[0] ?? DEFAULT_FUNNEL;
  }

  private renderFunnel(answer: FunnelAnswer): void {
    this.funnel = answer;
    this.settled("funnel");
    const place = byId("funnel-chart");
    renderFunnel(place, answer.steps, "columns");
    const window = duration(this.chosenFunnel().conversion_window_seconds * 1000);
    place.append(h("p", { class: "funnel-caption" }, `Persons who convert within ${window}`));
  }

  private settled(panel: string): void {
    byId(`${panel}-panel`).removeAttribute("aria-busy");
    byId(`${panel}-panel`).removeAttribute("data-stale");
    byId(`${panel}-message`).hidden = true;
  }

  private fail(panel: string, problem: ApiProblem, waitMs: number): void {
    if (problem.keyRefused) return this.keyRefused(problem);
    byId(`${panel}-panel`).removeAttribute("aria-busy");
    byId(`${panel}-panel`).setAttribute("data-stale", "true");
    const message = byId(`${panel}-message`);
    message.hidden = false;
    setText(message, `${problem.title} ${problem.detail} Next try in ${duration(waitMs)}.`);
  }
}
