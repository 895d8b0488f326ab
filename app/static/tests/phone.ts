// A phone and a server for the tests: the real queue over real sockets, against a server that can be told to misbehave.
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { newId } from "../src/field/ids";
import { record } from "../src/field/outbox";
import type { Json, Operation, PhotoRole } from "../src/field/shapes";
import { sha256 } from "../src/field/digest";
import { addPhoto, reopen, setFact, takeKey } from "../src/field/store";

export const ALICE = "11111111-1111-4111-8111-111111111111";
export const BOB = "22222222-2222-4222-8222-222222222222";

type Handler = (request: IncomingMessage, body: Buffer, response: ServerResponse) => boolean | Promise<boolean>;

/** Keeps what it was given, signs receipts, and lets a test step in front of each request. */
export class Desk {
  readonly seen: string[] = [];
  readonly operations = new Map<string, Operation>();
  readonly order: string[] = [];
  readonly photos = new Map<string, Buffer>();
  private readonly partial = new Map<string, { sha: string; bytes: Buffer; size: number }>();
  private seq = 0;
  private readonly receipts = new Map<string, object>();
  before: Handler = () => false;
  /** The wire breaks between commit and answer. */
  lose: () => boolean = () => false;
  verdict: (op: Operation) => Record<string, unknown> | undefined = () => undefined;

  private constructor(readonly http: Server) {}

  static async open(): Promise<Desk> {
    const http = createServer((request, response) => void desk.serve(request, response));
    const desk = new Desk(http);
    await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
    const { port } = http.address() as AddressInfo;
    Object.assign(globalThis, { location: { origin: `http://127.0.0.1:${port}` } });
    return desk;
  }

  close(): Promise<void> {
    this.http.closeAllConnections();
    return new Promise((done) => this.http.close(() => done()));
  }

  receiptFor(body_sha256: string, op_id?: string): object {
    const key = op_id ?? body_sha256;
    const made = { op_id, body_sha256, stream: "JD", seq: ++this.seq, head: "ab".repeat(32), server_time: "2026-11-18T02:26:00Z", signature: "s" };
    return this.receipts.get(key) ?? (this.receipts.set(key, made), made);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    this.seen.push(`${request.method} ${request.url}`);
    response.setHeader("Xunzhen-Nonce", "1795000000.abc");
    if (await this.before(request, body, response)) return;
    const url = new URL(request.url ?? "/", "http://x");
    if (url.pathname === "/api/v1/operations") return this.take(JSON.parse(body.toString()) as { operations: Operation[] }, response);
    if (url.pathname === "/api/v1/receipts") return this.again(url, response);
    if (url.pathname.startsWith("/api/v1/photos/")) return this.photos.has(url.pathname.slice(15)) ? end(response, 204) : json(response, { type: "not_found" }, 404);
    return this.tus(request, body, response);
  }

  private take({ operations }: { operations: Operation[] }, response: ServerResponse): void {
    const verdicts = operations.map((op) => {
      const told = this.verdict(op);
      if (told) return { op_id: op.op_id, ...told };
      const verdict = this.operations.has(op.op_id) ? "repeated" : "applied";
      if (verdict === "applied") this.order.push(op.op_id);
      this.operations.set(op.op_id, op);
      return { op_id: op.op_id, verdict, receipt: this.receiptFor(op.sha256, op.op_id) };
    });
    if (this.lose()) response.destroy();
    else json(response, { verdicts });
  }

  private again(url: URL, response: ServerResponse): void {
    const ops = url.searchParams.getAll("op_id").flatMap((id) => this.operations.get(id) ?? []);
    const photos = url.searchParams.getAll("sha256").filter((sha) => this.photos.has(sha));
    json(response, [...ops.map((op) => this.receiptFor(op.sha256, op.op_id)), ...photos.map((sha) => this.receiptFor(sha))]);
  }

  private tus(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    response.setHeader("Tus-Resumable", "1.0.0");
    if (request.method === "POST") {
      const id = newId();
      const sha = /sha256 ([^,]+)/.exec(String(request.headers["upload-metadata"]))?.[1] ?? "";
      const size = Number(request.headers["upload-length"]);
      this.partial.set(id, { sha: Buffer.from(sha, "base64").toString(), bytes: Buffer.alloc(0), size });
      response.setHeader("Location", `/api/v1/uploads/${id}`);
      return end(response, 201);
    }
    const upload = this.partial.get(String(request.url).split("/").pop() ?? "");
    if (!upload) return json(response, { type: "not_found" }, 404);
    if (request.method === "PATCH") {
      upload.bytes = Buffer.concat([upload.bytes, body]);
      this.order.push("bytes");
    }
    if (upload.bytes.length === upload.size) {
      this.photos.set(upload.sha, upload.bytes);
      response.setHeader("Xunzhen-Receipt", JSON.stringify(this.receiptFor(upload.sha)));
    }
    response.setHeader("Upload-Offset", upload.bytes.length);
    response.setHeader("Upload-Length", upload.size);
    end(response, request.method === "HEAD" ? 200 : 204);
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

export function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}

export function end(response: ServerResponse, status: number): void {
  response.writeHead(status);
  response.end();
}

/** Somebody is signed in; the keys of both are there. */
export async function newPhone(user = ALICE): Promise<string> {
  const name = `phone-${newId()}`;
  await reopen(name);
  await setFact("device_id", newId());
  for (const [i, each] of [ALICE, BOB].entries()) await takeKey(each, String(i).repeat(64));
  await setFact("user_id", user);
  return name;
}

export async function recordFinding(user = ALICE, payload: { [key: string]: Json } = {}): Promise<string> {
  const finding_id = newId();
  const about = { title: "成堆成片暴露垃圾", place: "梅城镇", subject_id: finding_id };
  return record(user, "finding.record", { finding_id, ...payload }, about, finding_id);
}

/** As the camera leaves it: the shrunk photo with its original and, where the file has them, its segments. */
export async function recordWithWitnesses(size: number, original: number, user = ALICE): Promise<{ photo: string; original: string; metadata: string }> {
  const finding_id = newId();
  const made = async (length: number): Promise<{ sha: string; bytes: ArrayBuffer }> => {
    const bytes = new Uint8Array(randomBytes(length)).buffer;
    return { sha: await sha256(bytes), bytes };
  };
  const [sent, whole, segments] = await Promise.all([made(size), made(original), made(400)]);
  const declared = { sha256: sent.sha, slot: 0, role: "before" as const, taken_at: new Date().toISOString(), position: null, source: "camera" as const, original_sha256: whole.sha, original_bytes: original, metadata_sha256: segments.sha, exif: {} };
  const photo = { id: newId(), user_id: user, owner_id: finding_id, op_id: null, type: "image/jpeg", size, declared, sent: 0 };
  const own = { user_id: user, photo_id: photo.id, sent: 0 };
  await addPhoto(photo, sent.bytes, [
    [{ ...own, id: newId(), kind: "original", sha256: whole.sha, type: "image/jpeg", size: original }, whole.bytes],
    [{ ...own, id: newId(), kind: "metadata", sha256: segments.sha, type: "application/vnd.xunzhen.segments", size: 400 }, segments.bytes],
  ]);
  await record(user, "finding.record", { finding_id }, { title: "卫生死角", place: "梅城镇", subject_id: finding_id }, finding_id);
  return { photo: sent.sha, original: whole.sha, metadata: segments.sha };
}

/** Taken for that form; answers its hash. */
export async function photoFor(owner_id: string, size: number, user = ALICE, role: PhotoRole = "before"): Promise<string> {
  const bytes = new Uint8Array(randomBytes(size));
  const sha = await sha256(bytes);
  const declared = { sha256: sha, slot: 0, role, taken_at: new Date().toISOString(), position: null, source: "camera" as const, original_sha256: sha, original_bytes: size, exif: {} };
  await addPhoto({ id: newId(), user_id: user, owner_id, op_id: null, type: "image/jpeg", size, declared, sent: 0 }, bytes.buffer);
  return sha;
}

/** A finding with one photo of that many bytes; answers the operation's id and the photo's hash. */
export async function recordWithPhoto(size: number, user = ALICE, role: PhotoRole = "before"): Promise<{ op_id: string; sha: string }> {
  const finding_id = newId();
  const sha = await photoFor(finding_id, size, user, role);
  const about = { title: "卫生死角", place: "梅城镇", subject_id: finding_id };
  return { op_id: await record(user, "finding.record", { finding_id }, about, finding_id), sha };
}
