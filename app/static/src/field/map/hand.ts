// Hand (手势): one finger moves the map, two bring it closer, the wheel too; a tap stays a tap.
import type { Ref, ShallowRef } from "vue";
import { zoomed, type Point, type Window } from "./plane";

const TREMBLE = 6; // pixels a finger may move and still tap
const NOTCH = 1.0015;

export function useHand(box: Ref<HTMLElement | undefined>, view: ShallowRef<Window>, look: (next: Window) => void): Record<string, (event: never) => void> {
  const fingers = new Map<number, Point>();
  let travelled = 0;

  const metres = ({ x, y }: Point): Point => {
    const { left, top, width, height } = box.value!.getBoundingClientRect();
    const { scale } = view.value;
    return { x: view.value.x + (x - left - width / 2) * scale, y: view.value.y + (y - top - height / 2) * scale };
  };

  function down({ pointerId, clientX: x, clientY: y }: PointerEvent): void {
    fingers.set(pointerId, { x, y });
    if (fingers.size === 1) travelled = 0;
  }

  function move({ pointerId, clientX, clientY }: PointerEvent): void {
    const before = fingers.get(pointerId);
    if (!before) return;
    const now = { x: clientX, y: clientY };
    travelled += Math.hypot(now.x - before.x, now.y - before.y);
    if (travelled < TREMBLE) return;
    box.value!.setPointerCapture(pointerId);
    const other = [...fingers].find(([id]) => id !== pointerId)?.[1];
    fingers.set(pointerId, now);
    const { x, y, scale } = view.value;
    if (!other) return look({ x: x - (now.x - before.x) * scale, y: y - (now.y - before.y) * scale, scale });
    const by = Math.hypot(before.x - other.x, before.y - other.y) / Math.max(1, Math.hypot(now.x - other.x, now.y - other.y));
    look(zoomed(view.value, by, metres(other)));
  }

  const up = ({ pointerId }: PointerEvent): void => void fingers.delete(pointerId);

  function wheel(event: WheelEvent): void {
    event.preventDefault();
    look(zoomed(view.value, NOTCH ** event.deltaY, metres({ x: event.clientX, y: event.clientY })));
  }

  return { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up, wheel };
}
