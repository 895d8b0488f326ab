// Service worker build: one classic script of its own, told which files the app needs to open with no network.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, type InlineConfig, type Manifest, type Plugin } from "vite";

const PAGE = "src/field/index.html";

export function fieldWorker(root: string, dist: string, settings: InlineConfig): Plugin {
  return {
    name: "field-worker",
    apply: "build",
    async closeBundle() {
      renameSync(join(dist, PAGE), join(dist, "field.html"));
      rmSync(join(dist, "src"), { recursive: true });
      mkdirSync(dist, { recursive: true });
      const shell = shellOf(JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8")) as Manifest);
      const page = readFileSync(join(dist, "field.html"), "utf8");
      const version = createHash("sha256").update(page + shell.join()).digest("hex").slice(0, 12);
      await build({
        ...settings,
        configFile: false,
        root,
        publicDir: false,
        define: { ...settings.define, __SHELL__: JSON.stringify(shell), __VERSION__: JSON.stringify(version) },
        build: {
          outDir: dist,
          emptyOutDir: false,
          reportCompressedSize: false,
          lib: { entry: join(root, "src/sw.ts"), formats: ["iife"], name: "worker", fileName: () => "sw.js" },
        },
      });
    },
  };
}

function shellOf(manifest: Manifest): string[] {
  const files = new Set<string>();
  const seen = new Set<string>();
  const walk = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk || seen.has(key)) return;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file);
    for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) walk(next);
  };
  walk(PAGE);
  return [...files].filter((file) => !file.endsWith(".html")).sort().map((file) => `/static/${file}`);
}
