// Arrows (箭头): marks on a picture as numbers between 0 and 1; the picture's bytes and hash are never touched.
import { ref, type Ref } from "vue";
import type { Mark } from "./shapes";

export interface Frame { width: number; height: number; fit: "meet" | "slice" }
type Pair = [number, number];

export const MOST_MARKS = 20;
const HEAD = 0.06; // of the longer edge, as at the desk
const OPENS = (28 * Math.PI) / 180;
const SHORTEST = 0.03;

/** A line to its tip, and the two strokes of its head. */
export function arrowPath({ from, to }: Mark, width: number, height: number): string {
  const [x, y, tipX, tipY] = [from[0] * width, from[1] * height, to[0] * width, to[1] * height];
  const turned = Math.atan2(tipY - y, tipX - x);
  const long = HEAD * Math.max(width, height);
  const wing = (by: number): string => `${(tipX - long * Math.cos(turned + by)).toFixed(1)} ${(tipY - long * Math.sin(turned + by)).toFixed(1)}`;
  const tip = `${tipX.toFixed(1)} ${tipY.toFixed(1)}`;
  return `M${x.toFixed(1)} ${y.toFixed(1)}L${tip}M${wing(OPENS)}L${tip}L${wing(-OPENS)}`;
}

/** From the screen to the picture that is wholly in that box; outside it the nearest edge. */
export function onPicture(x: number, y: number, box: DOMRect, picture: { width: number; height: number }): Pair {
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  const [left, top] = [box.left + (box.width - picture.width * scale) / 2, box.top + (box.height - picture.height * scale) / 2];
  return [share((x - left) / (picture.width * scale)), share((y - top) / (picture.height * scale))];
}

/** A touch is no arrow. */
export const isArrow = ({ from, to }: Mark): boolean => Math.hypot(to[0] - from[0], to[1] - from[1]) >= SHORTEST;

const STEP = 0.02;
const KEYS: Record<string, Pair> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
const FIRST: Mark = { kind: "arrow", from: [0.35, 0.65], to: [0.5, 0.5] };

/** The same without a finger: a key brings an arrow to the middle or moves it, with Shift its tip alone. */
export function movedByKey(mark: Mark | undefined, key: string, tipOnly: boolean): Mark | undefined {
  const by = KEYS[key];
  if (!by) return undefined;
  if (!mark) return FIRST;
  const moved = ([x, y]: Mark["to"]): Pair => [share(x + by[0]), share(y + by[1])];
  return { ...mark, from: tipOnly ? mark.from : moved(mark.from), to: moved(mark.to) };
}

const share = (part: number): number => Math.round(Math.min(1, Math.max(0, part)) * 1e4) / 1e4;

/** How a picture lies in its frame, known once it is there. */
export function useFrame(): { frame: Ref<Frame | undefined>; seen: (event: Event) => void } {
  const frame = ref<Frame>();
  const seen = ({ target }: Event): void => {
    const picture = target as HTMLImageElement;
    const fit = getComputedStyle(picture).objectFit === "contain" ? "meet" : "slice";
    frame.value = { width: picture.naturalWidth, height: picture.naturalHeight, fit };
  };
  return { frame, seen };
}
