// Field app (手机端): the door first, small; the app itself follows at once.
import { createApp } from "vue";
import "../shared/tokens.css";
import "./field.css";
import { wear } from "../shared/look";
import { speak, type Language } from "../shared/texts";
import Door from "./Door.vue";

wear();
await speak((localStorage.getItem("xz.language") as Language | null) ?? "zh");
createApp(Door).mount("#app");
if (import.meta.env.PROD) void navigator.serviceWorker?.register("/m/sw.js", { scope: "/m/" });
