// Drawing a mask (遮盖) by finger or mouse: from nowhere a new box, on a box it moves, at its corner it grows.
import type { Box, Part, Sheet } from "./mask";

type Spot = { x: number; y: number }; // per cent of the picture
type Drag = { id: number; from: Spot; part: Part | null; box: Box; corner: boolean };

const SLIP = 1.5; // per cent: a tap draws nothing

export function dragBoxes(sheet: Sheet): void {
  const { stage } = sheet;
  let drag: Drag | null = null;
  const spot = (event: PointerEvent): Spot => {
    const { left, top, width, height } = stage.getBoundingClientRect();
    return { x: inside(((event.clientX - left) / width) * 100), y: inside(((event.clientY - top) / height) * 100) };
  };

  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || drag) return;
    const target = event.target instanceof Element ? event.target : null;
    const part = sheet.of(target?.closest(".box") ?? null) ?? null;
    const from = spot(event);
    drag = { id: event.pointerId, from, part, box: part ? sheet.read(part) : { ...from, w: 0, h: 0 }, corner: target?.matches(".box > i") ?? false };
    stage.setPointerCapture(event.pointerId);
    part?.shape.focus();
    event.preventDefault(); // no picture is dragged off, no text chosen
  });
  stage.addEventListener("pointermove", (event) => {
    if (drag?.id === event.pointerId) follow(sheet, drag, spot(event));
  });
  for (const end of ["pointerup", "pointercancel"] as const)
    stage.addEventListener(end, (event) => {
      if ((event as PointerEvent).pointerId !== drag?.id) return;
      drag.part?.shape.focus();
      drag = null;
    });
}

function follow(sheet: Sheet, drag: Drag, to: Spot): void {
  const [right, down] = [to.x - drag.from.x, to.y - drag.from.y];
  const { x, y, w, h } = drag.box;
  const fresh = w === 0;
  if (fresh && !drag.part && Math.max(Math.abs(right), Math.abs(down)) > SLIP) drag.part = sheet.add(between(drag.from, to));
  if (!drag.part) return;
  if (fresh) sheet.write(drag.part, between(drag.from, to));
  else if (drag.corner) sheet.write(drag.part, { x, y, w: Math.min(w + right, 100 - x), h: Math.min(h + down, 100 - y) });
  else sheet.write(drag.part, { x: x + right, y: y + down, w, h });
}

function between(from: Spot, to: Spot): Box {
  return { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), w: Math.abs(to.x - from.x), h: Math.abs(to.y - from.y) };
}

const inside = (share: number): number => Math.min(Math.max(share, 0), 100);
