/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";
import { ahead } from "./build/ahead.ts";
import { icons } from "./build/icons.ts";
import { pressed } from "./build/pressed.ts";
import { texts } from "./build/texts.ts";
import { fieldWorker } from "./build/worker.ts";
import { iconSprite } from "./icons.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const dist = `${root}dist`;
const define = {
  __VUE_OPTIONS_API__: "false",
  __VUE_PROD_DEVTOOLS__: "false",
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
};
// Dexie and tus come as Node builds too; only the browser's are shipped, so only those are tested.
const browserOnly = {
  "tus-js-client": `${root}node_modules/tus-js-client/lib.esm/browser/index.js`,
  dexie: `${root}node_modules/dexie/dist/modern/dexie.min.mjs`,
};

export default defineConfig({
  root,
  base: "/static/",
  publicDir: "src/public",
  define,
  resolve: { alias: browserOnly },
  plugins: [
    vue(),
    texts(),
    icons(),
    iconSprite(),
    ahead("src/field/app.ts"),
    fieldWorker(root, dist, { plugins: [texts()], define, base: "/static/", resolve: { alias: browserOnly } }),
    pressed(dist),
  ],
  build: {
    outDir: dist,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ["chrome107", "safari16"],
    reportCompressedSize: false,
    rollupOptions: { input: { field: "src/field/index.html", desk: "src/desk/main.ts" } },
  },
  test: { environment: "node", include: ["tests/**/*.test.ts"], setupFiles: "fake-indexeddb/auto", testTimeout: 20_000 },
});
