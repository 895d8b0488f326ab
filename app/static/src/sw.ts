// Service worker: opens the app with the server down, keeps small pictures, takes what the gallery shares, and sends by Background Sync. Never touches what is sent.
import { SHARE, takeShared } from "./field/gallery";
import { send, TAG, TAKE_OVER } from "./field/trigger";

const worker = self as unknown as ServiceWorkerGlobalScope;
const SHELL = `shell-${__VERSION__}`;
const PICTURES = "pictures";
const PAGE = "/m/";

type Answer = (request: Request) => Promise<Response>;

/** The first row that fits answers; what fits none goes to the network as if there were no worker. */
const RULES: [method: string, fits: (url: URL, request: Request) => boolean, answer: Answer][] = [
  ["GET", (url, request) => request.mode === "navigate" && url.pathname === PAGE, () => fromShell(PAGE)],
  ["GET", (url) => url.pathname.startsWith("/static/"), (request) => fromShell(request)],
  ["POST", (url, request) => request.mode === "navigate" && url.pathname === SHARE, takeShared],
  ["GET", (url) => /^\/api\/v1\/photos\/[0-9a-f-]+\/(320|1600)$/.test(url.pathname), fromPictures],
];

worker.addEventListener("install", (event) => {
  pastTheWorker(event);
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll([PAGE, ...__SHELL__])));
});

/** Browsers that can do it take the app from the cache without waking this worker; the others ask the rules below. */
function pastTheWorker(event: ExtendableEvent): void {
  const { addRoutes } = event as ExtendableEvent & { addRoutes?: (routes: object[]) => Promise<void> };
  if (!addRoutes) return;
  const page = { condition: { requestMode: "navigate", urlPattern: { pathname: PAGE, search: "" } }, source: { cacheName: SHELL } };
  const parts = { condition: { requestMethod: "get", urlPattern: { pathname: "/static/assets/*" } }, source: "cache" };
  event.waitUntil(addRoutes.call(event, [page, parts]).catch(() => undefined)); // rules it does not know: it asks those below
}

worker.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([forgetOldShells(), worker.clients.claim()]));
});

worker.addEventListener("message", ({ data }) => {
  if (data === TAKE_OVER) void worker.skipWaiting();
});

worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== worker.location.origin) return;
  const rule = RULES.find(([method, fits]) => event.request.method === method && fits(url, event.request));
  if (rule) event.respondWith(rule[2](event.request));
});

worker.addEventListener("sync", (event) => {
  const { tag, waitUntil } = event as unknown as { tag: string; waitUntil: ExtendableEvent["waitUntil"] };
  if (tag === TAG) waitUntil.call(event, send(true));
});

async function fromShell(request: RequestInfo): Promise<Response> {
  return (await (await caches.open(SHELL)).match(request)) ?? (await caches.match(request)) ?? fetch(request);
}

/** Asked each time, for the right to see one may end; what was seen last serves without signal or sign-in. */
async function fromPictures(request: Request): Promise<Response> {
  const cache = await caches.open(PICTURES);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request.url, answer.clone());
    else if (answer.status === 404) await cache.delete(request.url);
    return answer.status === 401 ? ((await cache.match(request.url)) ?? answer) : answer;
  } catch (silence) {
    const kept = await cache.match(request.url);
    if (kept) return kept;
    throw silence;
  }
}

/** The last one before stays: a page that is still open may ask for a part of it. */
async function forgetOldShells(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== SHELL); // oldest first
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
}
