// Looked (看过没有): per dimension; one with a finding is looked at, whatever its switch says (decision 28).
import type { Checklist, Finding, Looked } from "./shapes";
import type { Done, VisitForm } from "./work";

export interface LookedAt { code: string; name: string; looked: Looked; findings: number }

/** A point of a visit: recorded here, or known from the server (another phone, or this one before it was emptied). */
export interface Found extends Pick<Done, "subject_id" | "title" | "item_code" | "photo_id" | "kept"> { server_photo?: string | undefined }

export function found(done: Done[], known: Finding[], visit_id: string): Found[] {
  const here: Found[] = done.filter((one) => one.kind === "finding.record" && one.visit_id === visit_id);
  const ids = new Set(here.map((one) => one.subject_id));
  const others = known.filter((finding) => finding.visit_id === visit_id && finding.state !== "void" && !ids.has(finding.id));
  return [...here, ...others.map(told)];
}

function told({ id, problem, item_code, photos }: Finding): Found {
  return { subject_id: id, title: problem, item_code, kept: false, server_photo: photos.find((photo) => photo.ready)?.id };
}

export function lookedOf(checklist: Checklist | undefined, visit: VisitForm, findings: Pick<Found, "item_code">[]): LookedAt[] {
  return (checklist?.dimensions ?? []).map(({ code, name }) => {
    const many = findings.filter((one) => checklist?.items.find((item) => item.code === one.item_code)?.dimension === code).length;
    return { code, name, findings: many, looked: many ? "found" : (visit.looked[code] ?? "not_looked") };
  });
}
