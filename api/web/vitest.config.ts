import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["sdk/test/**/*.spec.ts", "dashboard/test/**/*.spec.ts", "shop/test/**/*.spec.ts"],
    // One process and one jsdom for all files: loading jsdom takes longer than the tests.
    pool: "threads",
    isolate: false,
    poolOptions: { threads: { singleThread: true } },
    testTimeout: 10_000,
  },
});
