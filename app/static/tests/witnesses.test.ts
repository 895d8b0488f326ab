import { afterEach, beforeEach, expect, test } from "vitest";
import { segmentsOf } from "../src/field/capture/segments";
import { sendOriginalsBy, sendOriginalsNow } from "../src/field/originals";
import { entries } from "../src/field/outbox";
import { bytesOf, fact, witnessesOf } from "../src/field/store";
import { drain, type Sending } from "../src/field/sync";
import { ALICE, Desk, json, newPhone, recordWithPhoto, recordWithWitnesses } from "./phone";

let desk: Desk;
const sync = (): Promise<void> => drain(ALICE, new AbortController().signal);
const arrived = (): string[] => [...desk.photos.keys()];

beforeEach(async () => {
  await newPhone();
  desk = await Desk.open();
});
afterEach(() => desk.close());

test("witnesses go behind every photo, the small ones first, and leave their bytes by a receipt only", async () => {
  const first = await recordWithWitnesses(1000, 90_000);
  const later = await recordWithPhoto(2000);
  await sync();
  expect(arrived()).toEqual([later.sha, first.photo, first.metadata, first.original]);
  const left = await witnessesOf(ALICE);
  expect(left.every((one) => one.receipt)).toBe(true);
  expect(await Promise.all(left.map((one) => bytesOf(one.id)))).toEqual([undefined, undefined]);
});

test("where the person wishes so, originals wait for Wi-Fi and everything else goes", async () => {
  const made = await recordWithWitnesses(1000, 90_000);
  await sendOriginalsBy("wifi");
  await sync();
  expect(arrived()).toEqual([made.photo, made.metadata]);
  expect((await entries(ALICE))[0]).toMatchObject({ step: "stored" });
  expect((await fact<Sending>("sending"))?.state).toBe("idle");
  await sendOriginalsNow();
  await sync();
  expect(arrived()).toContain(made.original);
});

test("an original that the server will not have troubles nobody", async () => {
  const made = await recordWithWitnesses(1000, 90_000);
  desk.before = (request, _body, response) => {
    const refused = request.method === "POST" && request.headers["upload-length"] === "90000";
    if (refused) json(response, { type: "not_an_image" }, 415);
    return refused;
  };
  await sync();
  expect(arrived()).toEqual([made.photo, made.metadata]);
  expect((await entries(ALICE))[0]).toMatchObject({ step: "stored" });
});

const segment = (marker: number, ...bytes: number[]): number[] => [0xff, marker, 0, bytes.length + 2, ...bytes];

test("segments are those of the file, in their order and byte for byte", () => {
  const [exif, table, credentials] = [segment(0xe1, 1, 2, 3), segment(0xdb, 9), segment(0xeb, 7)];
  const file = new Uint8Array([0xff, 0xd8, ...exif, ...table, ...credentials, 0xff, 0xda, 0, 2, ...segment(0xe1, 8)]);
  expect([...new Uint8Array(segmentsOf(file.buffer)!)]).toEqual([...exif, ...credentials]);
});

test("a file without segments, a cut one and one that is no JPEG give what they have, and no error", () => {
  const cut = new Uint8Array([0xff, 0xd8, ...segment(0xe1, 5), 0xff, 0xe1, 0, 99, 1]);
  expect([...new Uint8Array(segmentsOf(cut.buffer)!)]).toEqual(segment(0xe1, 5));
  expect([new ArrayBuffer(0), new TextEncoder().encode("<svg>").buffer, new Uint8Array([0xff, 0xd8, 0xff, 0xda]).buffer].map(segmentsOf)).toEqual([undefined, undefined, undefined]);
});
