import { afterEach, beforeEach, expect, test } from "vitest";
import { setFact, waitingOf } from "../src/field/store";
import { send } from "../src/field/trigger";
import { ALICE, BOB, Desk, json, newPhone, recordFinding } from "./phone";

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

test("with nobody signed in nothing is sent and nothing is lost", async () => {
  await recordFinding();
  await setFact("user_id", undefined);
  await send(true);
  expect(desk.seen).toEqual([]);
  expect(await waitingOf(ALICE)).toHaveLength(1);
});
