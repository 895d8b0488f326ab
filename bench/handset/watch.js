// Watch (计时): what a page can tell of its own times; put in before any script of the app runs. All in ms of the page's clock.
(() => {
  const SHOWN = {
    "sign-in": '[data-testid="sign-in"]',
    today: '[data-testid="today"]',
    town: '[data-testid="town"]',
    point: '[data-testid="point"]',
    list: '[data-testid="point"]:nth-child(13)', // the home shows twelve
    shutter: '[data-testid="shutter-camera-before"]',
    shot: '[data-testid="shot"] img',
    chosen: '.opt[aria-pressed="true"]',
    saved: '[data-testid="saved"]',
  };
  const watch = { shown: {}, presses: [], stored: [], long: [], largest: 0, shifts: 0, first: 0 };
  globalThis.watch = watch;

  /** Since when each of them stands on the screen, by the frame after the one that drew it. */
  const isThere = (part) => part && part.getClientRects().length > 0 && (part.complete ?? part.textContent.trim() !== "");
  const look = (at) => {
    for (const [name, selector] of Object.entries(SHOWN)) {
      if (!isThere(document.querySelector(selector))) delete watch.shown[name];
      else if (watch.shown[name] === undefined) watch.shown[name] = null;
      else watch.shown[name] ??= at;
    }
    waiting = waiting.filter(({ name, told }) => !watch.shown[name] || told(watch.shown[name]));
    requestAnimationFrame(look);
  };
  let waiting = [];
  watch.until = (name) => new Promise((told) => waiting.push({ name, told }));
  requestAnimationFrame(look);

  const note = (event) => watch.presses.push({ kind: event.type, at: event.timeStamp, on: event.target.closest?.("[data-testid]")?.dataset.testid });
  for (const kind of ["pointerdown", "change"]) addEventListener(kind, note, true);

  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...words) {
    const made = transaction.apply(this, words);
    const begun = performance.now();
    if (made.mode === "readwrite") made.addEventListener("complete", () => watch.stored.push({ stores: [...made.objectStoreNames], begun, at: performance.now(), durability: made.durability }));
    return made;
  };

  const observe = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  observe("longtask", ({ startTime, duration }) => watch.long.push({ at: startTime, lasted: duration }));
  observe("largest-contentful-paint", ({ startTime }) => (watch.largest = startTime));
  observe("layout-shift", ({ value, hadRecentInput }) => (watch.shifts += hadRecentInput ? 0 : value));
  observe("paint", ({ name, startTime }) => name === "first-contentful-paint" && (watch.first = startTime));
})();
