// Marks (点位标记): the shape says the state, the colour repeats it; the worst lie on top.
import { countdown, type Countdown } from "../clock";
import type { Finding } from "../shapes";
import { groupOf } from "../states";
import type { Degrees } from "./plane";

export type Shape = "overdue" | "rework" | "due" | "open" | "sent" | "closed" | "suspended";
export interface Mark { id: string; at: Degrees; shape: Shape; title: string }

export const TONES: Record<Shape, string> = { overdue: "red", rework: "yellow", due: "blue", open: "qing", sent: "qing", closed: "green", suspended: "grey" };
/** Paths in a box of 20, its middle at 0. */
export const PATHS: Record<Shape, string> = {
  overdue: "M0-9 9 8H-9Z",
  rework: "M0-9 9 0 0 9-9 0Z",
  due: "M0-7a7 7 0 1 0 .01 0Z",
  open: "M0-6a6 6 0 1 0 .01 0Z",
  sent: "M-8-5 8 0-8 5-5 0Z",
  closed: "M-8 0l5 6L8-6",
  suspended: "M-6-7v14h4v-14ZM2-7v14h4v-14Z",
};
const ORDER: Shape[] = ["closed", "suspended", "sent", "open", "due", "rework", "overdue"];
const BY_TONE: Record<Countdown["tone"], Shape> = { red: "overdue", yellow: "rework", blue: "due", "": "open" };

export function marksOf(findings: Finding[], now: number): Mark[] {
  const marks = findings.flatMap((one) => (one.position && one.state !== "void" ? [{ id: one.id, at: one.position, shape: shapeOf(one, now), title: one.problem }] : []));
  return marks.sort((a, b) => ORDER.indexOf(a.shape) - ORDER.indexOf(b.shape));
}

function shapeOf(finding: Finding, now: number): Shape {
  const group = groupOf(finding);
  if (group === "submitted") return "sent";
  if (group !== "todo") return group;
  return BY_TONE[countdown(finding, now)?.tone ?? ""];
}
