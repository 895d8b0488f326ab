// Shapes (数据形状): what the phone and the server say to each other, and what the phone keeps.

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Looked = "clean" | "found" | "not_applicable" | "not_looked";
export type PhotoRole = "before" | "after" | "clean" | "onsite_after" | "recheck" | "selfcheck" | "document";
export type Kind = "visit.start" | "visit.finish" | "finding.record" | "finding.amend" | "finding.hand_over" | "order.sign" | "evidence.submit" | "request.make" | "request.withdraw" | "selfcheck.record" | "recheck.report";
export type RequestKind = "extension" | "suspension" | "dispute";

export interface Position {
  lon: number; lat: number; accuracy_m: number; provider: string; datum: string;
  altitude_m?: number; speed_mps?: number; heading_deg?: number; // as the browser told them, where it did
}
export interface Spot { is: "new" | "same" | "again"; spot_id?: string }
export interface Problem { type: string; title?: string; detail?: string }

/** Drawn over a picture, in shares of its width and height. */
export interface Mark { kind: "arrow"; from: [number, number]; to: [number, number] }

/** One photo as the payload of an operation declares it. */
export interface DeclaredPhoto {
  sha256: string; slot: number; role: PhotoRole; taken_at: string; position: Position | null;
  source: "camera" | "gallery"; original_sha256: string; original_bytes: number; metadata_sha256?: string; exif: { [field: string]: Json }; server_nonce?: string | null; marks?: Mark[];
}

/** What is hashed, stored and sent: never edited once it stands in the outbox. */
export interface Operation {
  op_id: string; n: number; kind: Kind; made_at: string; schema_version: 1; server_nonce: string | null;
  sha256: string; payload: Json;
}

/** What the outbox page says of a record; stays on the phone. */
export interface About { title: string; place: string; subject_id: string; visit_id?: string; seen?: string; item_code?: string; photo_id?: string; request_id?: string; asks?: RequestKind; until?: string | null; clean?: boolean; day?: string; position?: Position | null }

export interface Waiting extends Operation { user_id: string; about: About; retry_at?: number; refused?: Problem }

export interface Receipt { op_id?: string; body_sha256: string; stream: string; seq: number; head: string; server_time: string; signature: string }

export interface Settled {
  op_id: string; user_id: string; n: number; kind: Kind; about: About; verdict: "applied" | "repeated" | "kept";
  receipt: Receipt; problem?: Problem; made_at: string; settled_at: number;
}

/** What has become of bytes that are uploaded by their hash. */
export interface Carried {
  id: string; user_id: string; type: string; size: number; sent: number;
  upload_url?: string | undefined; receipt?: Receipt; received_at?: number; refused?: Problem; retry_at?: number;
}

export interface Photo extends Carried { owner_id: string; op_id: string | null; declared: DeclaredPhoto }

/** What a photo was made from (decision 38): the untouched file, and its metadata segments in case that never comes. */
export interface Witness extends Carried { photo_id: string; kind: "metadata" | "original"; sha256: string }

export interface Draft { id: string; user_id: string; kind: "finding" | "evidence" | "visit" | "track" | "request" | "selfcheck" | "recheck"; body: Json; updated_at: number }

export interface Person {
  id: string; role: string; name: string; unit: string | { name: string }; place: { id: string; name: string; level: string } | null;
}

export interface Offered { action: string; problem: string | null; latest?: string }
export interface Request { id: string; kind: RequestKind; state: string; until: string | null; asked_at: string; offered?: Offered[];
  answer?: string; answered_at?: string | null; granted_until?: string | null; // an older server told none
}
export interface Round {
  id: string; title: string; kind: "announced" | "unannounced"; state: string; window: { from: string; to: string };
  towns: { id: string; name: string }[]; checklist_version: string;
}
export interface Visit {
  id: string; round_id: string; town_id: string; state: string; started_at: string; ended_at: string | null;
  dimensions: { code: string; looked: Looked }[];
}
export interface Finding {
  id: string; town_id: string; town_name: string; spot_id: string | null; item_code: string; checklist_version: string;
  problem: string; standard: string; done_when: string; quantity: string; unit: string; severity: string; time_grade: string;
  red_line: boolean; note: string; position: { lon: number; lat: number } | null; state: string; due_at: string | null; soon_at?: string | null;
 
  suspended: boolean; order_id: string | null; order_number: string | null; rework_count: number; return_reason: string | null; directed_to?: string | null; urged_at?: string | null; urged_for?: string;
  photos: { id: string; role: PhotoRole; slot: number; ready: boolean; marks?: Mark[]; stamped?: boolean }[]; offered: Offered[]; requests?: Request[]; round_id?: string; visit_id?: string; accuracy_m?: number | null;
}
export interface Order {
  id: string; number: string; title: string; state: string; issued_at: string | null; sign_by: string | null; signed_at: string | null; urged_at?: string | null; urged_for?: string;
  office: { name: string; contact: string }; finding_ids: string[]; offered: Offered[];
}
export interface Notice {
  id: string; at: string; read: boolean; says: string; more: string; note: string; who: string; what: string; town: string;
  leads_to: { noun: "finding" | "order" | "round" | "copy"; id: string } | null;
}
export interface Score { id: string; town_id: string; month: string; value: string | null; band: string | null; computed_at: string }
export interface SelfCheck { id: string; town_id: string; dimension: string | null; clean: boolean; note: string; checked_at: string; counts: boolean }
export type RecheckOutcome = "holds" | "fails";
/** Its point comes with it: from nowhere else may this phone know it. */
export interface Recheck { id: string; state: string; why: "red_line" | "sampled" | "review" | "by_hand"; look_by: string; finding: Finding; outcome: RecheckOutcome | null; note: string }
export interface Mirrored { round: Round; visit: Visit; finding: Finding; order: Order; score: Score; selfcheck: SelfCheck; recheck: Recheck }
export type Noun = keyof Mirrored;
/** The tombstone of a whole stream has the noun "stream". */
export interface Change { noun: Noun | "stream"; id: string; version: number; deleted?: boolean; body: Mirrored[Noun] }

export interface Item {
  code: string; dimension: string; problem: string; standard: string; deduction: string; unit: string; severity: string;
  time_grade: string; red_line: boolean; merge_radius_m: number; initials: string; done_when: string;
}
export interface Checklist { version: string; dimensions: { code: string; name: string; full: string }[]; items: Item[] }
export interface Catalog {
  version: string; self_checks?: number; calendar?: { days_off: string[]; make_up_days: string[] }; checklists: Checklist[]; time_grades: { code: string; name: string; meaning: string }[]; phrases: { dimension: string | null; text: string }[];
  towns: { id: string; name: string; initials: string; point: { lon: number; lat: number } | null }[]; outline?: number[][][]; tiles?: string[]; track_days?: { thinned: number; deleted: number };
}
