import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import type { DailyActiveUsers, Live } from "./answers";
import { h } from "./dom";
import { count, date, dimensionValue, fullDate, minute, shortCount } from "./format";

echarts.use([BarChart, LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

type Chart = ReturnType<typeof echarts.init>;

/** A colour of the current theme. */
function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** The colour of the i-th series, the same in legend and chart. */
export function seriesColor(i: number, value: string | null): string {
  return value === "$other" ? color("series-other") : color(`series-${(i % 6) + 1}`);
}

function open(place: HTMLElement): Chart {
  const chart = echarts.init(place);
  new ResizeObserver(() => chart.resize()).observe(place);
  return chart;
}

function tooltipStyle(): object {
  return {
    trigger: "axis",
    backgroundColor: color("raised"),
    borderColor: color("line-strong"),
    textStyle: { color: color("ink"), fontSize: 12 },
    padding: [8, 12],
    transitionDuration: 0,
    extraCssText: "box-shadow: 0 8px 24px rgb(0 0 0 / 0.14); border-radius: 10px;",
    confine: true,
  };
}

function axisStyle(): { axisLabel: object; splitLine: object } {
  return {
    axisLabel: { color: color("muted"), fontSize: 11, hideOverlap: true },
    splitLine: { lineStyle: { color: color("line"), width: 1 } },
  };
}

function fontFamily(): string {
  return getComputedStyle(document.body).fontFamily;
}

function tooltipRow(label: string, value: number, swatch: string): HTMLElement {
  const dot = h("span", { class: "swatch" });
  dot.style.background = swatch;
  return h("div", { class: "tooltip-row" }, dot, h("span", {}, label), h("b", {}, count(value)));
}

/** Bars for the last 60 minutes; the running minute is paler, as it is not over. */
export class MinutesChart {
  private readonly chart: Chart;
  private minutes: Live["events_per_minute"] = [];

  constructor(private readonly place: HTMLElement) {
    this.chart = open(place);
  }

  render(minutes: Live["events_per_minute"]): void {
    this.minutes = minutes;
    this.draw();
  }

  draw(): void {
    const { minutes } = this;
    if (minutes.length === 0) return;
    const last = minutes.length - 1;
    const most = Math.max(...minutes.map((entry) => entry.events));
    this.place.setAttribute(
      "aria-label",
      `Events per minute for the last hour, at most ${count(most)} in one minute`,
    );
    const { axisLabel, splitLine } = axisStyle();
    this.chart.setOption({
      textStyle: { fontFamily: fontFamily() },
      animationDuration: 300,
      animationDurationUpdate: 250,
      grid: { left: 4, right: 4, top: 12, bottom: 2, containLabel: true },
      tooltip: {
        ...tooltipStyle(),
        axisPointer: { type: "shadow", shadowStyle: { color: color("hover") } },
        formatter: (points: { dataIndex: number }[]) => {
          const index = points[0]?.dataIndex ?? 0;
          const entry = minutes[index];
          if (!entry) return "";
          const note = index === last ? " (running)" : "";
          return h(
            "div",
            {},
            h("div", { class: "tooltip-title" }, minute(entry.minute) + note),
            tooltipRow("events", entry.events, color("accent")),
          );
        },
      },
      xAxis: {
        type: "category",
        data: minutes.map((entry) => minute(entry.minute)),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: color("line-strong") } },
        axisLabel: { ...axisLabel, interval: (i: number) => (last - i) % 10 === 0 },
      },
      yAxis: {
        type: "value",
        minInterval: 1,
        splitNumber: 4,
        axisLabel: { ...axisLabel, formatter: shortCount },
        splitLine,
      },
      series: [
        {
          type: "bar",
          barCategoryGap: "26%",
          data: minutes.map((entry, i) => ({
            value: entry.events,
            itemStyle: {
              color: i === last ? color("accent-pale") : color("accent"),
              borderRadius: [3, 3, 0, 0],
            },
          })),
        },
      ],
    });
  }
}

/** How the values of a dimension are drawn. */
export type DauStyle = "stacked" | "lines";

/** Daily users by value of the dimension: parts of a day's column, or lines under the total. */
export class DauChart {
  private readonly chart: Chart;
  private answer: DailyActiveUsers | null = null;
  private dimension = "";
  readonly hidden = new Set<string>();
  style: DauStyle = "stacked";

  constructor(private readonly place: HTMLElement) {
    this.chart = open(place);
  }

  render(answer: DailyActiveUsers, dimension: string): void {
    this.answer = answer;
    this.dimension = dimension;
    this.draw();
  }

  draw(): void {
    const { answer, dimension } = this;
    if (!answer) return;
    const series = (answer.series ?? [])
      .map((one, i) => ({
        ...one,
        name: dimensionValue(dimension, one.value),
        color: seriesColor(i, one.value),
      }))
      .filter((one) => !this.hidden.has(one.value ?? ""));
    const { axisLabel, splitLine } = axisStyle();
    this.place.setAttribute("aria-label", `Daily active users by ${dimension}; a table follows`);
    const totalColor = color("muted");
    const stacked = this.style === "stacked";
    this.chart.setOption(
      {
        textStyle: { fontFamily: fontFamily() },
        animationDuration: 400,
        grid: { left: 4, right: 10, top: 14, bottom: 2, containLabel: true },
        tooltip: {
          ...tooltipStyle(),
          axisPointer: stacked
            ? { type: "shadow", shadowStyle: { color: color("hover") } }
            : { type: "line", lineStyle: { color: color("line-strong") } },
          formatter: (points: { dataIndex: number }[]) => {
            const index = points[0]?.dataIndex ?? 0;
            const rows = series
              .map((one) => ({ ...one, users: one.users[index] ?? 0 }))
              .sort((a, b) => b.users - a.users);
            return h(
              "div",
              {},
              h("div", { class: "tooltip-title" }, fullDate(answer.dates[index] ?? "")),
              tooltipRow("All", answer.total[index] ?? 0, totalColor),
              ...rows.map((one) => tooltipRow(one.name, one.users, one.color)),
            );
          },
        },
        xAxis: {
          type: "category",
          boundaryGap: stacked,
          data: answer.dates.map(date),
          axisTick: { show: false },
          axisLine: { lineStyle: { color: color("line-strong") } },
          axisLabel: { ...axisLabel, interval: 6 },
        },
        yAxis: {
          type: "value",
          minInterval: 1,
          splitNumber: 4,
          axisLabel: { ...axisLabel, formatter: shortCount },
          splitLine,
        },
        series: stacked ? columns(series) : lines(series, answer.total, totalColor),
      },
      { replaceMerge: ["series"] },
    );
  }
}

interface Series {
  name: string;
  color: string;
  users: number[];
}

function columns(series: Series[]): object[] {
  const edge = color("card");
  return series.map((one) => ({
    type: "bar",
    name: one.name,
    data: one.users,
    stack: "users",
    barCategoryGap: "24%",
    itemStyle: { color: one.color, borderColor: edge, borderWidth: 0.5 },
  }));
}

function lines(series: Series[], total: number[], totalColor: string): object[] {
  const all = {
    type: "line",
    name: "All",
    data: total,
    symbol: "none",
    lineStyle: { color: totalColor, width: 1.5, type: [4, 4] },
    areaStyle: { color: color("total-fill") },
    itemStyle: { color: totalColor },
  };
  const parts = series.map((one) => ({
    type: "line",
    name: one.name,
    data: one.users,
    symbol: "circle",
    symbolSize: 6,
    showSymbol: false,
    lineStyle: { color: one.color, width: 2 },
    itemStyle: { color: one.color },
  }));
  return [all, ...parts];
}
