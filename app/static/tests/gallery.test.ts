// Shared photos (相册分享): kept as they came, for who shared them, with the time that the picture says.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { letGo, sharedFile, sharedWith, takeShared } from "../src/field/gallery";
import { forgetKey, setFact, takeKey } from "../src/field/store";
import { ALICE, BOB, newPhone } from "./phone";

const HERE = "http://127.0.0.1";

/** What of the browser's cache is used; Node has none. */
class Shelf {
  private readonly kept = new Map<string, Response>();
  has = async (): Promise<boolean> => true;
  open = async (): Promise<this> => this;
  put = async (path: string, answer: Response): Promise<void> => void this.kept.set(HERE + path, answer);
  match = async (path: string): Promise<Response | undefined> => this.kept.get(HERE + path)?.clone();
  keys = async (): Promise<Request[]> => [...this.kept.keys()].map((url) => new Request(url));
  delete = async (path: string): Promise<boolean> => this.kept.delete(HERE + path);
}

beforeEach(async () => {
  await newPhone();
  vi.stubGlobal("caches", new Shelf());
  vi.stubGlobal("Response", Object.assign(Response, { redirect: (url: string, status: number) => new Response(null, { status, headers: { Location: url } }) }));
});
afterEach(() => vi.unstubAllGlobals());

const picture = (bytes: BlobPart = "pixels", type = "image/jpeg"): File => new File([bytes], "IMG_1.jpg", { type, lastModified: Date.parse("2026-11-21T01:00:00Z") });

async function share(...files: File[]): Promise<Response> {
  const body = new FormData();
  for (const file of files) body.append("photos", file);
  return takeShared({ formData: async () => body } as unknown as Request);
}

/** A JPEG whose EXIF says when it was taken. */
function taken(said: string): ArrayBuffer {
  const text = new TextEncoder().encode(`${said}\0`);
  const file = new Uint8Array(12 + 26 + text.length);
  file.set([0xff, 0xd8, 0xff, 0xe1, 0, 34 + text.length, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x03, 0x90, 2, 0, text.length, 0, 0, 0, 26, 0, 0, 0]);
  file.set(text, 38);
  return file.buffer;
}

test("pictures wait in the order they came, and the app opens where they are offered", async () => {
  const answer = await share(picture("one"), picture("two"), picture("words", "text/plain"));
  expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/m/#/record"]);
  const files = await Promise.all((await sharedWith(ALICE)).map(sharedFile));
  expect(await Promise.all(files.map((file) => file?.text()))).toEqual(["one", "two"]);
});

test("nobody else on the phone is offered them; without a sign-in they are for who signs in next", async () => {
  await share(picture());
  expect(await sharedWith(BOB)).toEqual([]);
  await setFact("user_id", undefined);
  await share(picture());
  expect([await sharedWith(BOB), await sharedWith(ALICE)].map((waiting) => waiting.length)).toEqual([1, 2]);
});

test("what waits lies sealed: without its owner's key it is offered to nobody, with it again", async () => {
  await share(picture("secret street"));
  const [address] = await sharedWith(ALICE);
  const lying = await (await (await caches.open("shared")).match(address!))!.text();
  expect(lying).not.toContain("secret street");
  await forgetKey(ALICE);
  expect(await sharedFile(address!)).toBeUndefined();
  await takeKey(ALICE, "0".repeat(64));
  expect(await (await sharedFile(address!))?.text()).toBe("secret street");
});

test("what was let go is offered no more, also not to another tab that saw it before", async () => {
  await share(picture(), picture());
  const [first, second] = await sharedWith(ALICE);
  await letGo([first!]);
  expect([await sharedWith(ALICE), await sharedFile(first!)]).toEqual([[second], undefined]);
});

test("a picture is as old as it says itself, else as old as the sharing; none is from tomorrow", async () => {
  await share(picture(taken("2026:11:18 09:30:00")), picture(), picture(taken("2099:01:01 00:00:00")));
  const times = await Promise.all((await sharedWith(ALICE)).map(async (address) => (await sharedFile(address))?.lastModified));
  const sharing = Date.parse("2026-11-21T01:00:00Z");
  expect(times).toEqual([Date.parse("2026-11-18T09:30:00"), sharing, sharing]);
});
