// Bundle (打包): the driver and the shipped queue as one program for Node, by the same aliases as the real build.
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));
const modules = `${root}node_modules`;
await build({
  configFile: false,
  root,
  publicDir: false,
  logLevel: "warn",
  resolve: {
    alias: {
      "tus-js-client": `${modules}/tus-js-client/lib.esm/browser/index.js`,
      dexie: `${modules}/dexie/dist/modern/dexie.min.mjs`,
    },
  },
  define: { __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
  build: {
    outDir: process.argv[2],
    emptyOutDir: false,
    minify: false,
    target: "node22",
    reportCompressedSize: false,
    lib: { entry: `${root}tests/faults/driver.ts`, formats: ["es"], fileName: () => "phone.mjs" },
    rollupOptions: { external: [/^node:/], output: { codeSplitting: false } },
  },
});
