import { expect, it, vi } from "vitest";
import { ApiProblem } from "../src/api";
import { Poller } from "../src/poller";
import { useDocument } from "./support/dom";

function polling(load: () => Promise<number>) {
  vi.useFakeTimers();
  const seen: unknown[] = [];
  const poller = new Poller({
    everyMs: 1000,
    load,
    onData: (data) => seen.push(data),
    onProblem: (problem, wait) => seen.push([problem.status, wait]),
  });
  return { poller, seen };
}

function setHidden(document: Document, hidden: boolean): void {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new document.defaultView!.Event("visibilitychange"));
}

it("asks at once and then once per interval", async () => {
  useDocument("");
  let n = 0;
  const { poller, seen } = polling(async () => ++n);
  poller.start();
  await vi.advanceTimersByTimeAsync(2000);
  expect(seen).toEqual([1, 2, 3]);
});

it("waits longer after each failure and recovers", async () => {
  useDocument("");
  let n = 0;
  const { poller, seen } = polling(async () => {
    if (++n <= 3) throw new ApiProblem(503, "down", "");
    return n;
  });
  poller.start();
  await vi.advanceTimersByTimeAsync(7000);
  expect(seen).toEqual([[503, 1000], [503, 2000], [503, 4000], 4]);
});

it("does not press on with a refused key", async () => {
  useDocument("");
  const { poller, seen } = polling(async () => {
    throw new ApiProblem(401, "no", "");
  });
  poller.start();
  await vi.advanceTimersByTimeAsync(29_000);
  expect(seen).toEqual([[401, 30_000]]);
});

it("pauses while the page is hidden and asks when it is seen again", async () => {
  const document = useDocument("");
  let n = 0;
  const { poller, seen } = polling(async () => ++n);
  poller.start();
  await vi.advanceTimersByTimeAsync(0);
  setHidden(document, true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(seen).toEqual([1]);
  setHidden(document, false);
  await vi.advanceTimersByTimeAsync(0);
  expect(seen).toEqual([1, 2]);
});

it("forgets answers that come after the stop", async () => {
  useDocument("");
  const { poller, seen } = polling(async () => 1);
  poller.start();
  poller.stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(seen).toEqual([]);
});
