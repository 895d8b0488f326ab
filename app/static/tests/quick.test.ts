// A quick thumb (手快): whatever follows at once on what is still being written, neither of the two is lost.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { freeSlots, MOST_PHOTOS, takeAll, taken } from "../src/field/capture/taken";
import type { Draft } from "../src/field/shapes";
import { draft, draftsOf, saveDraft, waitingOf } from "../src/field/store";
import { formOf, recordFinding, saveVisit, sayLooked, visitNow, type FindingForm, type VisitForm } from "../src/field/work";
import { ALICE, newPhone, photoFor } from "./phone";

const VISIT: VisitForm = { visit_id: "v1", round_id: "r", town_id: "t", town_name: "梅城镇", started_at: new Date().toISOString(), looked: {} };
const FORM: FindingForm = { visit_id: "v1", item_code: "WS-03", quantity: "1", note: "", spot: { is: "new" }, position: null };
const noted = (note: string): Draft => ({ id: "f1", user_id: ALICE, kind: "finding", body: { note }, updated_at: 1 });
const saved = (): Promise<void> => recordFinding(ALICE, { finding_id: "f1", form: FORM, visit: VISIT, checklist_version: "1", title: "垃圾容器满溢" });
const looked = async (): Promise<VisitForm["looked"]> => formOf<VisitForm>((await draft("v1"))!).looked;

/** What is sealed first takes longest. */
function sealSlower(): void {
  const real = crypto.subtle.encrypt.bind(crypto.subtle);
  let wait = 30;
  vi.spyOn(crypto.subtle, "encrypt").mockImplementation(async (...words) => {
    await new Promise((on) => setTimeout(on, (wait = wait / 2)));
    return real(...words);
  });
}

beforeEach(async () => {
  await newPhone();
  await saveVisit(ALICE, VISIT);
});
afterEach(() => void vi.restoreAllMocks());

test("two dimensions one right after the other are both looked at", async () => {
  sealSlower();
  await Promise.all(["WS", "DZ", "CK"].map((code) => sayLooked(ALICE, VISIT, code, "clean")));
  expect(await looked()).toEqual({ WS: "clean", DZ: "clean", CK: "clean" });
});

test("the same again takes it back, also at once", async () => {
  await Promise.all([sayLooked(ALICE, VISIT, "WS", "clean"), sayLooked(ALICE, VISIT, "WS", "clean")]);
  expect(await looked()).toEqual({ WS: "not_looked" });
});

test("a visit that ends right after a press knows of it", async () => {
  sealSlower();
  const press = sayLooked(ALICE, VISIT, "WS", "clean");
  expect((await visitNow(VISIT)).looked).toEqual({ WS: "clean" });
  await press;
});

test("of two changes of a form the later one stays", async () => {
  sealSlower();
  await Promise.all([saveDraft(noted("北")), saveDraft(noted("北门两只桶满溢"))]);
  expect((await draft("f1"))?.body).toEqual({ note: "北门两只桶满溢" });
});

test("a form that was being written does not come back after its record", async () => {
  sealSlower();
  const last = saveDraft(noted("北门"));
  await Promise.all([last, saved()]);
  expect((await draftsOf(ALICE)).map((row) => row.kind)).toEqual(["visit"]);
});

test("a photo on its way to the disk goes with the record that is saved meanwhile", async () => {
  let arrives = (): void => undefined;
  const slow = new Promise<void>((done) => (arrives = done));
  const taking = takeAll("f1", [new File(["x"], "1.jpg")], async () => {
    await slow;
    await photoFor("f1", 100);
  });
  const saving = saved();
  arrives();
  await Promise.all([taking, saving]);
  const [operation] = await waitingOf(ALICE);
  expect((operation?.payload as { photos: unknown[] }).photos).toHaveLength(1);
});

test("a photo that fails keeps the record from leaving without it, and stops no other photo", async () => {
  const files = ["1", "2"].map((name) => new File([name], name));
  const taking = takeAll("f1", files, async (file) => {
    if (file.name === "1") throw new Error("no picture");
    await photoFor("f1", 100);
  });
  await expect(saved()).rejects.toThrow("no picture");
  await expect(taking).rejects.toThrow("no picture");
  expect(await taken("f1")).toHaveLength(1);
  await saved();
  expect(await waitingOf(ALICE)).toHaveLength(1);
});

test("a record has no more room than the server takes, also while photos are on their way to the disk", async () => {
  await photoFor("f", 3);
  let kept = (): void => undefined;
  const waiting = takeAll("f", [new File(["a"], "a.jpg"), new File(["b"], "b.jpg")], () => new Promise<void>((resolve) => (kept = resolve)));
  expect(await freeSlots("f")).toBe(MOST_PHOTOS - 3);
  kept();
  await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve));
  kept();
  await waiting;
  expect(await freeSlots("f")).toBe(MOST_PHOTOS - 1);
});
