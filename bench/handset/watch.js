// Watch (计时): what a page can tell of its own times; put in before any script of the app runs. All in ms of the page's clock.
(() => {
  const SHOWN = {
    "sign-in": '[data-testid="sign-in"]',
    today: '[data-testid="today"]',
    town: '[data-testid="town"]',
    point: '[data-testid="point"]',
    list: '.long > :nth-child(12)', // the home has no such list
    shutter: '[data-testid="shutter-camera-before"]',
    seen: '[data-testid="shot"] img, [data-testid="taking"] img',
    shot: '[data-testid="shot"] img',
    chosen: '.opt[aria-pressed="true"]',
    saved: '[data-testid="saved"]',
  };
  const watch = { shown: {}, presses: [], stored: [], long: [], largest: 0, shifts: 0, first: 0 };
  globalThis.watch = watch;

  /** Since when each of them stands on the screen, by the frame after the one that drew it. */
  const isThere = (part) => part && part.getClientRects().length > 0 && (part.complete ?? part.textContent.trim() !== "");
  const look = (at) => {
    requestAnimationFrame(look);
    if (!left) return; // looking costs what is being measured
    left -= 1;
    for (const [name, selector] of Object.entries(SHOWN)) {
      if (!isThere(document.querySelector(selector))) delete watch.shown[name];
      else if (watch.shown[name] === undefined) watch.shown[name] = null;
      else watch.shown[name] ??= at;
    }
    waiting = waiting.filter(({ name, told }) => !watch.shown[name] || told(watch.shown[name]));
  };
  const FRAMES = 2; // that draws it, and the one after
  let left = FRAMES;
  const again = () => (left = FRAMES);
  new MutationObserver(again).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  document.addEventListener("load", again, true); // of a picture; the window is not told
  let waiting = [];
  watch.until = (name) => new Promise((told) => again() && waiting.push({ name, told }));
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
