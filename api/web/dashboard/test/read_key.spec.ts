import { expect, it } from "vitest";
import { takeReadKey } from "../src/read_key";
import { useDocument } from "./support/dom";

it("moves the key from the address into storage", () => {
  useDocument("");
  location.hash = "#key=mfr_secret";
  expect(takeReadKey()).toBe("mfr_secret");
  expect(location.href).toBe("https://metrics.example/dashboard/");
  expect(takeReadKey()).toBe("mfr_secret");
});

it("has no key before the first visit", () => {
  useDocument("");
  expect(takeReadKey()).toBeNull();
});
