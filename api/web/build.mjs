/**
 * Builds everything servable into dist/{sdk,dashboard,shop}.
 *
 *   node build.mjs           once, minified
 *   node build.mjs --watch   again on each change, and serve with generated data
 */
import { build, context } from "esbuild";
import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const SDK_BUDGET_BYTES = 8 * 1024;
const watch = process.argv.includes("--watch");

const common = {
  bundle: true,
  format: "iife",
  target: "es2020",
  minify: !watch,
  sourcemap: watch,
  legalComments: "none",
  logLevel: "warning",
};
const bundles = [
  { entryPoints: { metricflow: "sdk/src/browser.ts" }, outdir: "dist/sdk" },
  {
    entryPoints: { dashboard: "dashboard/src/main.ts", theme: "dashboard/src/theme.ts" },
    outdir: "dist/dashboard",
    // ECharts and the dashboard need no older browser.
    target: "es2022",
    legalComments: "linked",
  },
  { entryPoints: { shop: "shop/src/shop.ts" }, outdir: "dist/shop" },
];

async function copyPages() {
  for (const part of ["dashboard", "shop"]) {
    await cp(part, `dist/${part}`, {
      recursive: true,
      filter: (path) => !/\.ts$|\/(src|test)$/.test(path),
    });
  }
}

async function reportSizes() {
  for (const file of ["sdk/metricflow.js", "dashboard/dashboard.js", "shop/shop.js"]) {
    const text = await readFile(`dist/${file}`);
    const packed = gzipSync(text, { level: 9 }).length;
    console.log(`${file.padEnd(24)} ${text.length} bytes, ${packed} gzip`);
    if (file.startsWith("sdk/") && packed > SDK_BUDGET_BYTES) {
      throw new Error(`the SDK has ${packed} bytes gzip; the budget is ${SDK_BUDGET_BYTES}`);
    }
  }
}

await rm("dist", { recursive: true, force: true });
await mkdir("dist", { recursive: true });
await copyPages();
if (watch) {
  for (const bundle of bundles) await (await context({ ...common, ...bundle })).watch();
  const { watch: watchFiles } = await import("node:fs");
  for (const part of ["dashboard", "shop"]) watchFiles(part, () => void copyPages());
  await import("./dev-server.mjs");
} else {
  await Promise.all(bundles.map((bundle) => build({ ...common, ...bundle })));
  await reportSizes();
}
