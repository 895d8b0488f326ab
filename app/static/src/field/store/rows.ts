// Rows (加封的行): which fields only the owner's key opens. What the queue works by stays readable, so that it can go on.
import type { About, DeclaredPhoto } from "../shapes";
import { seal, unseal, type Sealed } from "./box";
import { phone } from "./phone";

type Owned = { user_id: string };
interface Hidden { names: string[]; id: string; blank: object }

const ABOUT: About = { title: "m.unreadable", place: "", subject_id: "" };
const DECLARED: DeclaredPhoto = { sha256: "", slot: 0, role: "before", taken_at: "", position: null, source: "camera", original_sha256: "", original_bytes: 0, exif: {} };

/** `blank` stands where a row cannot be opened: it is shown and set apart, and stops no other. */
const TABLES = {
  drafts: { names: ["body"], id: "id", blank: { body: null } },
  photos: { names: ["declared"], id: "id", blank: { declared: DECLARED } },
  operations: { names: ["payload", "about"], id: "op_id", blank: { payload: null, about: ABOUT } },
  settled: { names: ["about"], id: "op_id", blank: { about: ABOUT } },
} satisfies Record<string, Hidden>;
export type SealedTable = keyof typeof TABLES;
export const SEALED_TABLES = Object.keys(TABLES) as SealedTable[];

const KEY = (user: string): string => `queue_key:${user}`;
const opened = new Map<string, { iv: string; hidden: object }>(); // so that a list is opened once, not at each look

export async function keyOf(user: string): Promise<CryptoKey | undefined> {
  return (await phone.facts.get(KEY(user)))?.value as CryptoKey | undefined;
}

export async function keepKey(user: string, key: CryptoKey): Promise<void> {
  await phone.facts.put({ key: KEY(user), value: key });
}

/** At sign-out: what lies here stays, and opens for nobody until its maker is back. */
export async function forgetKey(user: string): Promise<void> {
  opened.clear();
  await phone.facts.delete(KEY(user));
}

/** Without a key the row stays as it is: an app that was updated under an open session gets its key later. */
export async function hide<Row extends Owned>(table: SealedTable, row: Row, key: CryptoKey | undefined): Promise<Sealed<Row>> {
  if (!key) return row;
  const rest: Record<string, unknown> = { ...row };
  const hidden: Record<string, unknown> = {};
  for (const name of TABLES[table].names) {
    hidden[name] = rest[name];
    delete rest[name];
  }
  const bytes = new TextEncoder().encode(JSON.stringify(hidden));
  return { ...rest, box: await seal(key, nameOf(table, row), bytes) } as Sealed<Row>;
}

export async function hideNow<Row extends Owned>(table: SealedTable, row: Row): Promise<Sealed<Row>> {
  return hide(table, row, await keyOf(row.user_id));
}

/** All of one user's rows. */
export async function reveal<Row extends Owned>(table: SealedTable, rows: Sealed<Row>[]): Promise<Row[]> {
  const first = rows.find((row) => row.box);
  const key = first && (await keyOf(first.user_id));
  return Promise.all(rows.map((row) => open(table, row, key)));
}

async function open<Row extends Owned>(table: SealedTable, row: Sealed<Row>, key: CryptoKey | undefined): Promise<Row> {
  const { box, ...rest } = row;
  if (!box) return row;
  const shut = { ...TABLES[table].blank, refused: { type: key ? "unreadable" : "locked" } };
  return { ...rest, ...((await hiddenOf(nameOf(table, row), box, key)) ?? shut) } as unknown as Row;
}

async function hiddenOf(name: string, box: NonNullable<Sealed<Owned>["box"]>, key: CryptoKey | undefined): Promise<object | undefined> {
  if (!key) return undefined;
  const [known, iv] = [opened.get(name), String(box.iv)];
  if (known?.iv === iv) return known.hidden;
  const bytes = await unseal(key, name, box);
  if (!bytes) return undefined;
  const hidden = JSON.parse(new TextDecoder().decode(bytes)) as object;
  opened.set(name, { iv, hidden });
  return hidden;
}

const nameOf = (table: SealedTable, row: object): string => `${table}:${(row as Record<string, string>)[TABLES[table].id]}`;
