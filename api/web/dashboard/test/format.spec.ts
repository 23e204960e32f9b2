import { expect, it } from "vitest";
import { country, dimensionValue, duration } from "../src/format";

it.each([
  [900, "0.9 s"],
  [12_400, "12 s"],
  [120_000, "2 min"],
  [86_400_000, "24 h"],
  [604_800_000, "7 d"],
])("writes %d ms as %s", (ms, text) => {
  expect(duration(ms)).toBe(text);
});

it("names countries, keeps codes it does not know", () => {
  expect(country("DE")).toBe("Germany");
  expect(country("not a code")).toBe("not a code");
});

it("has words for missing and summed-up values", () => {
  expect(dimensionValue("plan", null)).toBe("Unknown");
  expect(dimensionValue("country", "$other")).toBe("Other");
  expect(dimensionValue("country", "FR")).toBe("France");
  expect(dimensionValue("browser", "Firefox")).toBe("Firefox");
});
