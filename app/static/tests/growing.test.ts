// A long list is drawn as far as its reader has come, and never more than a few rows a frame.
import { effectScope, nextTick, ref, type EffectScope, type Ref } from "vue";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { growing } from "../src/field/growing";

type Told = (seen: { isIntersecting: boolean }[]) => void;
let told: Told;
let watched: unknown[];
let frames: (() => void)[];
let scope: EffectScope;

beforeEach(() => {
  [watched, frames] = [[], []];
  vi.stubGlobal("IntersectionObserver", class {
    constructor(callback: Told) { told = callback; }
    observe(part: unknown): void { watched.push(part); }
    unobserve(part: unknown): void { watched = watched.filter((one) => one !== part); }
    disconnect(): void { watched = []; }
  });
  vi.stubGlobal("requestAnimationFrame", (callback: () => void) => frames.push(callback));
  scope = effectScope();
});

afterEach(() => {
  scope.stop();
  vi.unstubAllGlobals();
});

function list(count: number): { rows: Ref<number[]>; drawn: Ref<number[]>; end: Ref<HTMLElement | undefined> } {
  const rows = ref(Array.from({ length: count }, (_, n) => n));
  return { rows, ...scope.run(() => growing(() => rows.value))! };
}

async function frame(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await nextTick();
  frames.splice(0).forEach((callback) => callback());
  for (let turn = 0; turn < 5; turn += 1) await nextTick();
}

const scrolled = (near: boolean): void => told([{ isIntersecting: near }]);

test("a few rows a frame while the end is near, and none while it is far", async () => {
  const { drawn } = list(500);
  expect(drawn.value).toHaveLength(12);
  await frame();
  expect(drawn.value).toHaveLength(12);
  scrolled(true);
  expect(drawn.value).toHaveLength(14);
  await frame();
  expect(drawn.value).toHaveLength(16);
  scrolled(false);
  await frame();
  await frame();
  expect(drawn.value).toHaveLength(16);
});

test("to the last row, in order, each once", async () => {
  const { rows, drawn } = list(27);
  scrolled(true);
  for (let turn = 0; turn < 10; turn += 1) await frame();
  expect(drawn.value).toEqual(rows.value);
});

test("what is added below an end in sight is drawn without a touch", async () => {
  const { rows, drawn } = list(3);
  scrolled(true);
  await frame();
  rows.value = Array.from({ length: 20 }, (_, n) => n);
  for (let turn = 0; turn < 10; turn += 1) await frame();
  expect(drawn.value).toHaveLength(20);
});

test("the end is watched while it is on the screen, and nothing when the list has gone", async () => {
  const { end } = list(3);
  const [first, second] = [{}, {}] as HTMLElement[];
  end.value = first;
  await nextTick();
  end.value = second;
  await nextTick();
  expect(watched).toEqual([second]);
  scope.stop();
  expect(watched).toEqual([]);
});
