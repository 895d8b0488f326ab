import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fact, setFact, settledOf, waitingOf } from "../src/field/store";
import { send } from "../src/field/trigger";
import type { Sending } from "../src/field/sync";
import { ALICE, BOB, Desk, json, newPhone, recordFinding, recordWithPhoto } from "./phone";

let desk: Desk;

beforeEach(async () => {
  await newPhone();
  desk = await Desk.open();
});
afterEach(() => desk.close());

test("during the back-off nothing is sent by itself, and a person's press sends at once", async () => {
  const op = await recordFinding();
  desk.before = (_request, _body, response) => (json(response, {}, 503), true);
  await send();
  desk.before = () => false;
  await send();
  expect(desk.order).toEqual([]);
  await send(true);
  expect(desk.order).toEqual([op]);
});

test("a back-off of one user does not hold up the next one", async () => {
  await recordFinding(ALICE);
  desk.before = (_request, _body, response) => (json(response, {}, 503), true);
  await send();
  desk.before = () => false;
  await setFact("user_id", BOB);
  const op = await recordFinding(BOB);
  await send();
  expect(desk.order).toEqual([op]);
});

test("a wait that was noted before the clock was set back by years is over", async () => {
  const op = await recordFinding();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2038-01-19") });
  try {
    desk.before = (_request, _body, response) => (json(response, { type: "internal" }, 500), true);
    await send();
    desk.before = (_request, _body, response) => (json(response, {}, 503), true);
    await recordFinding();
    await send();
    expect((await fact<Sending>("sending"))?.state).toBe("later");
  } finally {
    vi.useRealTimers();
  }
  desk.before = () => false;
  await send();
  expect(desk.order).toContain(op);
});

test("receipts stay their seven days although the clock was set forward by years", async () => {
  const op = await recordFinding();
  await send();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 12 * 365 * 86_400_000 });
  try {
    await send();
    await recordFinding();
    await send();
  } finally {
    vi.useRealTimers();
  }
  await send();
  expect((await settledOf(ALICE)).map((row) => row.op_id)).toContain(op);
});

test("when its user leaves the phone, sending stops before the next one's keys are there", async () => {
  const { op_id, sha } = await recordWithPhoto(300_000);
  desk.before = async (request) => {
    if (request.method === "PATCH") await setFact("user_id", BOB);
    return false;
  };
  await send();
  expect(desk.order).toContain(op_id);
  expect(desk.photos.has(sha)).toBe(false);
});

test("with nobody signed in nothing is sent and nothing is lost", async () => {
  await recordFinding();
  await setFact("user_id", undefined);
  await send(true);
  expect(desk.seen).toEqual([]);
  expect(await waitingOf(ALICE)).toHaveLength(1);
});
