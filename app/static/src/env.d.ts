/// <reference types="vite/client" />
declare module "virtual:texts/zh" {
  const catalogue: Record<string, string>;
  export default catalogue;
}
declare module "virtual:texts/en" {
  const catalogue: Record<string, string>;
  export default catalogue;
}
declare module "virtual:icons" {
  const strokes: Record<string, string>;
  export default strokes;
}
declare const __SHELL__: string[];
declare const __VERSION__: string;
