import { afterEach, beforeEach, expect, it } from "vitest";
import { Api, lastDays } from "../src/api";
import { QueryApi } from "./support/query_api";
import { snapshot } from "./support/snapshot";

let server: QueryApi;
let api: Api;

beforeEach(async () => {
  server = await QueryApi.start();
  api = new Api(server.base, "mfr_key");
});

afterEach(() => server.stop());

it("asks for a snapshot only when it has changed", async () => {
  const live = snapshot({ active_users: 7 });
  server.answer = { status: 200, headers: { etag: '"1"' }, body: live };
  expect(await api.live()).toEqual(live);
  server.answer = { status: 304 };
  expect(await api.live()).toBeNull();
  expect(server.asked.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, '"1"']);
  expect(server.asked[0]?.headers.authorization).toBe("Bearer mfr_key");
});

it("asks for daily users by dimension", async () => {
  await api.dailyActiveUsers({ from: "2026-10-26", to: "2026-11-24" }, "plan");
  expect(JSON.parse(server.asked[0]?.body ?? "")).toEqual({
    kind: "daily_active_users",
    from: "2026-10-26",
    to: "2026-11-24",
    dimension: "plan",
    limit: 6,
  });
});

it("knows imported history by its users", async () => {
  const days = { from: "2026-10-26", to: "2026-11-24" };
  server.answer = { status: 200, body: { total: [0, 3] } };
  expect(await api.hasUsers(days)).toBe(true);
  server.answer = { status: 200, body: { total: [0, 0] } };
  expect(await api.hasUsers(days)).toBe(false);
});

it("asks for a saved funnel without the fields that only name it", async () => {
  const steps = [{ event: "page_view" }, { event: "purchase" }];
  const saved = { funnel_id: "f", name: "F", conversion_window_seconds: 60, steps };
  await api.funnel({ from: "2026-10-26", to: "2026-11-24" }, saved);
  expect(JSON.parse(server.asked[0]?.body ?? "")).toEqual({
    kind: "funnel",
    from: "2026-10-26",
    to: "2026-11-24",
    time_zone: "UTC",
    conversion_window_seconds: 60,
    steps,
  });
});

it("says that the key was refused", async () => {
  server.answer = { status: 401, body: { title: "Read key unknown", detail: "No such key." } };
  await expect(api.live()).rejects.toMatchObject({
    keyRefused: true,
    title: "This read key was refused.",
    detail: "No such key.",
  });
});

it("passes on what a problem says", async () => {
  server.answer = { status: 503, body: { title: "No Trino", detail: "It is starting." } };
  await expect(api.live()).rejects.toMatchObject({
    keyRefused: false,
    title: "No Trino",
    detail: "It is starting.",
  });
});

it("says that the server cannot be reached", async () => {
  await server.stop();
  await expect(api.live()).rejects.toMatchObject({ status: 0 });
  server = await QueryApi.start();
});

it("counts the current day as the last of 30", () => {
  expect(lastDays(30, new Date("2026-11-24T23:59:00Z"))).toEqual({
    from: "2026-10-26",
    to: "2026-11-24",
  });
});
