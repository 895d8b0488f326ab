// Notices (消息) on the phone: kept to be read without signal; what was read without signal does not come back as new.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetNotices, noticesOf, pullNotices, readNotices } from "../src/field/notices";
import type { Notice } from "../src/field/shapes";
import { ALICE, BOB, newPhone } from "./phone";

const notice = (id: string, read = false): Notice => ({ id, at: "2026-11-21T01:00:00Z", read, says: "新督办单", more: "", note: "", who: "", what: "", town: "", leads_to: null });
let asked: { path: string; body: unknown }[];
let items: Notice[];
let down: boolean;

beforeEach(async () => {
  await newPhone();
  [asked, items, down] = [[], [notice("1"), notice("2")], false];
  vi.stubGlobal("location", { origin: "http://127.0.0.1" });
  vi.stubGlobal("fetch", async (path: string, { body }: RequestInit = {}) => {
    if (down) throw new TypeError("no network");
    const said = body ? (JSON.parse(String(body)) as { ids: string[] }) : undefined;
    asked.push({ path: String(path).replace(/^.*\/v1/, ""), body: said });
    if (said) items = items.map((one) => (said.ids.includes(one.id) ? { ...one, read: true } : one));
    return new Response(JSON.stringify(said ? { unread: 0 } : { items, next: null, unread: 2 }), { status: 200, headers: { "Content-Type": "application/json", "Xunzhen-Nonce": "n" } });
  });
});
afterEach(() => vi.unstubAllGlobals());

const fresh = async (user = ALICE): Promise<string[]> => (await noticesOf(user)).filter((one) => !one.read).map((one) => one.id);

test("what came is there without signal, for its reader alone", async () => {
  await pullNotices(ALICE);
  down = true;
  expect([await fresh(), await fresh(BOB)]).toEqual([["1", "2"], []]);
});

test("read without signal, it is said once the server is there, and stays read", async () => {
  await pullNotices(ALICE);
  await readNotices(ALICE, ["1"]);
  expect(await fresh()).toEqual(["2"]);
  await pullNotices(ALICE);
  expect(asked.filter((one) => one.path === "/notices/read").map((one) => one.body)).toEqual([{ ids: ["1"] }]);
  await pullNotices(ALICE);
  expect([await fresh(), asked.filter((one) => one.path === "/notices/read").length]).toEqual([["2"], 1]);
});

test("read while an answer is on its way, it does not come back as new", async () => {
  await pullNotices(ALICE);
  const pulling = pullNotices(ALICE);
  await readNotices(ALICE, ["2"]);
  await pulling;
  expect(await fresh()).toEqual(["1"]);
});

test("at sign-out they go", async () => {
  await pullNotices(ALICE);
  await forgetNotices(ALICE);
  expect(await noticesOf(ALICE)).toEqual([]);
});
