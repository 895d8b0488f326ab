// Looked (看过没有): per dimension; one with a finding is looked at, whatever its switch says (decision 28).
import { isPoor } from "./capture/position";
import type { Checklist, Finding, Looked } from "./shapes";
import type { Done, VisitForm } from "./work";

export interface LookedAt { code: string; name: string; looked: Looked; findings: number }

/** A point of a visit: recorded here, or known from the server (another phone, or this one before it was emptied). */
export interface Found extends Pick<Done, "subject_id" | "title" | "item_code" | "photo_id" | "kept"> { server_photo?: string | undefined; poor: boolean }

export function found(done: Done[], known: Finding[], visit_id: string): Found[] {
  const here = done.filter((one) => one.kind === "finding.record" && one.visit_id === visit_id).map((one): Found => ({ ...one, poor: isPoorlyPlaced(one.subject_id, done, known.find((finding) => finding.id === one.subject_id)) }));
  const ids = new Set(here.map((one) => one.subject_id));
  const others = known.filter((finding) => finding.visit_id === visit_id && finding.state !== "void" && !ids.has(finding.id));
  return [...here, ...others.map((finding) => told(finding, done))];
}

function told(finding: Finding, done: Done[]): Found {
  const { id, problem, item_code, photos } = finding;
  return { subject_id: id, title: problem, item_code, kept: false, server_photo: photos.find((photo) => photo.ready)?.id, poor: isPoorlyPlaced(id, done, finding) };
}

/** Until it is amended, here or elsewhere; once it is confirmed, that is no longer the recorder's affair. */
export function isPoorlyPlaced(id: string, done: Done[], finding: Finding | undefined): boolean {
  const mine = done.filter((one) => one.subject_id === id && !one.kept);
  if (mine.some((one) => one.kind === "finding.amend")) return false;
  if (finding) return finding.state === "found" && isPoor(finding.accuracy_m);
  const recorded = mine.find((one) => one.kind === "finding.record");
  return recorded !== undefined && isPoor(recorded.position?.accuracy_m);
}

export function lookedOf(checklist: Checklist | undefined, visit: VisitForm, findings: Pick<Found, "item_code">[]): LookedAt[] {
  return (checklist?.dimensions ?? []).map(({ code, name }) => {
    const many = findings.filter((one) => checklist?.items.find((item) => item.code === one.item_code)?.dimension === code).length;
    return { code, name, findings: many, looked: many ? "found" : (visit.looked[code] ?? "not_looked") };
  });
}
