// Pressed (压缩): beside each built text file its gzip, made once at the build; the server only picks it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const TEXT = /\.(js|css|svg|html|webmanifest)$/;

/** After every other plugin has written what it writes. */
export function pressed(dist: string): Plugin {
  return {
    name: "pressed",
    apply: "build",
    closeBundle: {
      order: "post",
      sequential: true,
      handler() {
        const files = readdirSync(dist, { recursive: true, encoding: "utf8" });
        for (const file of files.filter((name) => TEXT.test(name))) {
          const path = join(dist, file);
          writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: constants.Z_BEST_COMPRESSION }));
        }
      },
    },
  };
}
