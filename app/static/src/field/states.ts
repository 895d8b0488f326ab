// States (状态): icon, word and colour of a point whose clock stands; the word is never missing.
import type { Finding } from "./shapes";

export interface Chip { tone: string; icon: string; word: string }

const CHIPS: Record<string, Chip> = {
  submitted: { tone: "qing", icon: "send", word: "w.finding.submitted" },
  closed: { tone: "green", icon: "circle-check", word: "w.finding.closed" },
  suspended: { tone: "grey", icon: "circle-pause", word: "w.finding.suspended" },
  void: { tone: "grey", icon: "x", word: "w.finding.void" },
  found: { tone: "qing", icon: "circle-help", word: "w.finding.found" },
  confirmed: { tone: "qing", icon: "check", word: "w.finding.confirmed" },
};

export function chipOf(finding: Finding): Chip | undefined {
  return finding.suspended ? CHIPS.suspended : CHIPS[finding.state];
}

export type Group = "todo" | "submitted" | "closed" | "suspended";
export const GROUPS: Group[] = ["todo", "submitted", "closed", "suspended"];

export function groupOf(finding: Finding): Group {
  if (finding.suspended || finding.state === "suspended") return "suspended";
  return finding.state === "submitted" || finding.state === "closed" ? finding.state : "todo";
}

export const offers = (subject: { offered: { action: string }[] }, action: string): boolean => subject.offered.some((one) => one.action === action);

/** The most urgent first. */
export const byDue = (a: Finding, b: Finding): number => Date.parse(a.due_at ?? "9999-12-31") - Date.parse(b.due_at ?? "9999-12-31");
