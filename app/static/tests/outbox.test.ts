import { afterEach, beforeEach, expect, test } from "vitest";
import { entries } from "../src/field/outbox";
import { fact, photosOfUser, putOffNothing, setFact, settledOf, waitingOf } from "../src/field/store";
import { drain, type Sending } from "../src/field/sync";
import { ALICE, BOB, Desk, end, json, newPhone, recordFinding, recordWithPhoto } from "./phone";

let desk: Desk;
const sync = (user = ALICE): Promise<void> => drain(user, new AbortController().signal);
const sending = async (): Promise<Sending | undefined> => fact<Sending>("sending");

beforeEach(async () => {
  await newPhone();
  desk = await Desk.open();
});
afterEach(() => desk.close());

test("operations arrive in the order of their numbers", async () => {
  const made = [await recordFinding(), await recordFinding(), await recordFinding()];
  await sync();
  expect(desk.order).toEqual(made);
  expect([...desk.operations.values()].map((op) => op.n)).toEqual([1, 2, 3]);
});

test("an operation leaves the queue only with its receipt in the store", async () => {
  const op = await recordFinding();
  await sync();
  expect(await waitingOf(ALICE)).toEqual([]);
  expect((await settledOf(ALICE))[0]).toMatchObject({ op_id: op, verdict: "applied", receipt: { op_id: op, seq: 1 } });
});

test("more than fifty operations go in batches of fifty", async () => {
  for (let i = 0; i < 53; i++) await recordFinding();
  await sync();
  expect(desk.seen.filter((line) => line === "POST /api/v1/operations")).toHaveLength(2);
  expect(desk.operations.size).toBe(53);
});

test("a photo goes after its operation, in whole, and is done by its receipt", async () => {
  const { op_id, sha } = await recordWithPhoto(300_000);
  await sync();
  expect(desk.order).toEqual([op_id, "bytes", "bytes", "bytes"]);
  expect(desk.photos.get(sha)).toHaveLength(300_000);
  expect((await entries(ALICE))[0]).toMatchObject({ step: "stored", number: "JD-1" });
});

test("a photo that the server has is not sent again", async () => {
  const { sha } = await recordWithPhoto(1000);
  desk.photos.set(sha, Buffer.alloc(1000));
  await sync();
  expect(desk.seen.some((line) => line.startsWith("PATCH"))).toBe(false);
  expect((await photosOfUser(ALICE))[0]?.receipt?.body_sha256).toBe(sha);
});

test("a broken upload goes on where it broke", async () => {
  const { sha } = await recordWithPhoto(300_000);
  let patches = 0;
  desk.before = (request) => request.method === "PATCH" && ++patches === 2 && Boolean(request.socket.destroy());
  await sync();
  expect((await entries(ALICE))[0]).toMatchObject({ step: "sending", percent: 43 });
  desk.before = () => false;
  await sync();
  expect(desk.photos.get(sha)).toHaveLength(300_000);
  expect(desk.order.filter((step) => step === "bytes")).toHaveLength(3);
});

test("after a lost answer the same operation gets its first receipt, and there is one record", async () => {
  const op = await recordFinding();
  let answered = 0;
  desk.lose = () => ++answered === 1;
  await sync();
  expect(await waitingOf(ALICE)).toHaveLength(1);
  await sync();
  expect(desk.order).toEqual([op]);
  expect((await settledOf(ALICE))[0]).toMatchObject({ verdict: "repeated", receipt: { op_id: op, seq: 1 } });
});

test("a retry carries the same id, number and bytes", async () => {
  await recordFinding();
  const bodies: string[] = [];
  desk.before = (request, body, response) => request.method === "POST" && bodies.push(body.toString()) === 1 && Boolean(response.destroy());
  await sync();
  await sync();
  expect(bodies[1]).toBe(bodies[0]);
});

test("a portal's page with status 200 is no receipt", async () => {
  await recordWithPhoto(1000);
  desk.before = (_request, _body, response) => {
    response.removeHeader("Xunzhen-Nonce");
    response.writeHead(200, { "Content-Type": "text/html" });
    response.end("<html>sign in to this network</html>");
    return true;
  };
  await sync();
  expect(await waitingOf(ALICE)).toHaveLength(1);
  expect(await sending()).toMatchObject({ state: "later", why: "captive" });
  expect(await fact("server")).toBeUndefined(); // nor does it tell the time
});

test("an answer without a fitting receipt deletes nothing", async () => {
  await recordFinding();
  desk.verdict = (op) => ({ verdict: "applied", receipt: { ...desk.receiptFor(op.sha256, op.op_id), body_sha256: "0".repeat(64) } });
  await sync();
  expect(await waitingOf(ALICE)).toHaveLength(1);
});

test("kept work has a receipt and its reason, and its photos still go", async () => {
  const { sha } = await recordWithPhoto(1000);
  desk.verdict = (op) => ({ verdict: "kept", receipt: desk.receiptFor(op.sha256, op.op_id), problem: { type: "out_of_scope", detail: "不在任务里" } });
  await sync();
  expect(desk.photos.has(sha)).toBe(true);
  expect((await entries(ALICE))[0]).toMatchObject({ step: "kept", problem: { detail: "不在任务里" } });
});

test("refused work stays on the phone, is not sent again and blocks nothing", async () => {
  const bad = await recordFinding(ALICE, { note: "bad" });
  const good = await recordFinding();
  desk.verdict = (op) => (op.op_id === bad ? { verdict: "refused", problem: { type: "shape" } } : undefined);
  await sync();
  await sync();
  expect(desk.order).toEqual([good]);
  expect((await waitingOf(ALICE)).map((op) => op.op_id)).toEqual([bad]);
  expect(desk.seen.filter((line) => line.startsWith("POST"))).toHaveLength(1);
  expect((await entries(ALICE)).find((entry) => entry.op_id === bad)?.step).toBe("refused");
});

test("the photos of refused work stay on the phone with it", async () => {
  await recordWithPhoto(500);
  desk.verdict = () => ({ verdict: "refused", problem: { type: "shape" } });
  await sync();
  expect(desk.photos.size).toBe(0);
  expect(await photosOfUser(ALICE)).toHaveLength(1);
});

test("an envelope that is not understood is sent one by one, and the sound ones get through", async () => {
  const bad = await recordFinding();
  const good = await recordFinding();
  desk.before = (_request, body, response) => body.includes(bad) && (json(response, { type: "envelope_unreadable" }, 400), true);
  await sync();
  expect(desk.order).toEqual([good]);
  expect((await waitingOf(ALICE)).map((op) => op.op_id)).toEqual([bad]);
});

test("an operation that the server stumbles over does not stop the others", async () => {
  const bad = await recordFinding();
  const good = await recordFinding();
  desk.before = (_request, body, response) => body.includes(bad) && (json(response, { type: "internal" }, 500), true);
  await sync();
  expect(desk.order).toEqual([good]);
  expect((await waitingOf(ALICE)).map((op) => op.op_id)).toEqual([bad]);
});

test("what was put off goes at once when a person asks", async () => {
  const op = await recordFinding();
  desk.before = (_request, _body, response) => (json(response, { type: "internal" }, 500), true);
  await sync();
  desk.before = () => false;
  await sync();
  expect(desk.order).toEqual([]);
  await putOffNothing(ALICE);
  await sync();
  expect(desk.order).toEqual([op]);
});

test("signed out at the server, the queue stays and the phone asks for sign-in", async () => {
  await recordFinding();
  desk.before = (_request, _body, response) => (json(response, { type: "not_signed_in" }, 401), true);
  await sync();
  expect(await waitingOf(ALICE)).toHaveLength(1);
  expect((await sending())?.state).toBe("sign_in");
});

test("another user's queue is neither sent nor shown", async () => {
  await recordFinding(BOB);
  const mine = await recordFinding(ALICE);
  await sync(ALICE);
  expect(desk.order).toEqual([mine]);
  expect(await entries(ALICE)).toHaveLength(1);
  expect(await waitingOf(BOB)).toHaveLength(1);
});

test("the wait doubles with each failure up to five minutes", async () => {
  await recordFinding();
  desk.before = (_request, _body, response) => (json(response, {}, 503), true);
  await sync();
  await sync();
  const told = await sending();
  expect(told?.failures).toBe(2);
  expect((told?.next_at ?? 0) - Date.now()).toBeGreaterThan(3000);
  await setFact("sending", { ...told, failures: 20 });
  await sync();
  expect(((await sending())?.next_at ?? 0) - Date.now()).toBeLessThanOrEqual(300_000);
});

test("the server's Retry-After is respected", async () => {
  await recordFinding();
  desk.before = (_request, _body, response) => {
    response.setHeader("Retry-After", "120");
    json(response, {}, 503);
    return true;
  };
  await sync();
  expect(((await sending())?.next_at ?? 0) - Date.now()).toBeGreaterThan(118_000);
});

test("a photo that the server will not have is shown and does not stop the next one", async () => {
  const first = await recordWithPhoto(500);
  const second = await recordWithPhoto(1000);
  const metadata = Buffer.from(second.sha).toString("base64");
  desk.before = (request, _body, response) => {
    const hit = request.method === "POST" && String(request.headers["upload-metadata"]).includes(metadata);
    return hit && (json(response, { type: "not_an_image" }, 415), true);
  };
  await sync();
  expect(desk.photos.has(first.sha)).toBe(true);
  expect((await entries(ALICE)).map((entry) => entry.step)).toEqual(["refused", "stored"]);
});

test("photo and upload answers that are no answers end nothing", async () => {
  const { op_id } = await recordWithPhoto(500);
  desk.before = (request, _body, response) => request.method !== "POST" && (end(response, 302), true);
  await sync();
  expect((await entries(ALICE)).find((entry) => entry.op_id === op_id)?.step).toBe("sending");
});
