// Ahead (先取): the page names the app's own parts, so that they come beside the first screen and not after it has run.
import type { HtmlTagDescriptor, Plugin } from "vite";

export function ahead(module: string): Plugin {
  return {
    name: "ahead",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {} }): HtmlTagDescriptor[] {
        const app = Object.values(bundle).find((part) => part.type === "chunk" && (part.facadeModuleId ?? "").endsWith(module));
        if (app?.type !== "chunk") throw new Error(`no part of the app is made of ${module}`);
        const parts = [app.fileName, ...app.imports].filter((file) => !html.includes(file));
        return parts.map((file) => ({ tag: "link", attrs: { rel: "modulepreload", crossorigin: true, fetchpriority: "low", href: `/static/${file}` }, injectTo: "head" }));
      },
    },
  };
}
