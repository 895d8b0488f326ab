// Looked (看过没有): per dimension; one with a finding is looked at, whatever its switch says (decision 28).
import type { Checklist, Looked } from "./shapes";
import type { Done, VisitForm } from "./work";

export interface LookedAt { code: string; name: string; looked: Looked; findings: number }

/** What this phone recorded on that visit. */
export const found = (done: Done[], visit_id: string): Done[] => done.filter((one) => one.kind === "finding.record" && one.visit_id === visit_id);

export function lookedOf(checklist: Checklist | undefined, visit: VisitForm, findings: Done[]): LookedAt[] {
  return (checklist?.dimensions ?? []).map(({ code, name }) => {
    const many = findings.filter((one) => checklist?.items.find((item) => item.code === one.item_code)?.dimension === code).length;
    return { code, name, findings: many, looked: many ? "found" : (visit.looked[code] ?? "not_looked") };
  });
}
