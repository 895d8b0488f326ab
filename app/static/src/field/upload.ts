// Upload (传照片): bytes by their hash: skipped when the server has them, resumed where it broke, done on a receipt only.
import { type DetailedError, Upload } from "tus-js-client";
import { FetchStack } from "./fetch_stack";
import { ask, credentials, origin, SignInNeeded, Unreachable } from "./net";
import { fromHeader, isReceipt } from "./receipt";
import type { Carried, Problem, Receipt } from "./shapes";
import { bytesOf, isLocked } from "./store";

const CHUNK = 131_072; // at 30 kbit/s a chunk still ends within the phone's patience

/** A photo or a witness on its way; what is learnt under way is noted at once, so that a kill costs one chunk. */
export interface Parcel extends Pick<Carried, "id" | "type" | "upload_url"> {
  sha256: string;
  note: (learnt: Pick<Partial<Carried>, "sent" | "upload_url" | "retry_at">) => Promise<void>;
}

export async function carryParcel(parcel: Parcel, signal: AbortSignal): Promise<Receipt> {
  const bytes = await bytesOf(parcel.id);
  if (!bytes) throw (await isLocked(parcel.id)) ? new SignInNeeded() : new NotTaken({ type: "bytes_lost" }, true);
  const receipt = (await alreadyThere(parcel, signal)) ?? (await carryBytes(parcel, bytes, signal));
  if (!receipt) throw new NotTaken({ type: "no_receipt" }, false);
  return receipt;
}

async function alreadyThere({ sha256 }: Parcel, signal: AbortSignal): Promise<Receipt | undefined> {
  const { status } = await ask(`/photos/${sha256}`, { method: "HEAD", as: "grant", signal });
  return status === 204 ? receiptOf(sha256, signal) : undefined;
}

async function receiptOf(sha256: string, signal: AbortSignal): Promise<Receipt | undefined> {
  const { status, body } = await ask(`/receipts?sha256=${sha256}`, { as: "grant", signal });
  const told = Array.isArray(body) ? body : [body];
  return status === 200 ? told.find((one): one is Receipt => isReceipt(one, { sha256 })) : undefined;
}

async function carryBytes(parcel: Parcel, bytes: ArrayBuffer, signal: AbortSignal): Promise<Receipt | undefined> {
  const header = await byTus(parcel, new Blob([bytes], { type: parcel.type }), signal);
  return fromHeader(header, parcel.sha256) ?? receiptOf(parcel.sha256, signal);
}

/** Resolves with the header of the last answer. */
async function byTus(parcel: Parcel, file: Blob, signal: AbortSignal): Promise<string | undefined> {
  const headers = await credentials("grant");
  let header: string | undefined;
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: `${origin()}/api/v1/uploads`,
      uploadUrl: parcel.upload_url ?? null,
      httpStack: new FetchStack(signal),
      chunkSize: CHUNK,
      headers,
      metadata: { sha256: parcel.sha256, filetype: parcel.type },
      retryDelays: null, // the queue has its own patience
      storeFingerprintForResuming: false, // and its own memory
      onUploadUrlAvailable: () => void parcel.note(upload.url ? { upload_url: upload.url } : {}),
      onChunkComplete: (_size, sent) => void parcel.note({ sent }),
      onAfterResponse: (_request, response) => {
        header = response.getHeader("Xunzhen-Receipt") ?? header;
      },
      onSuccess: () => resolve(header),
      onError: (error) => reject(meaning(error)),
    });
    upload.start();
  });
}

/** A refusal of these bytes alone, by the server's own word; everything else is a broken wire. */
export class NotTaken extends Error {
  constructor(readonly problem: Problem, readonly final: boolean) {
    super(problem.type);
  }
}

const FINAL = new Set([413, 415, 422]);

function meaning(error: Error | DetailedError): Error {
  const cause = "causingError" in error ? error.causingError : null;
  if (cause instanceof SignInNeeded || cause instanceof Unreachable) return cause;
  const response = "originalResponse" in error ? error.originalResponse : null;
  if (!response || response.getStatus() < 400) return new Unreachable(response ? "captive" : "silent");
  if (response.getStatus() === 409) return new Unreachable("busy"); // the offset moved meanwhile: ask it again
  return new NotTaken(problemIn(response.getBody(), response.getStatus()), FINAL.has(response.getStatus()));
}

function problemIn(body: string, status: number): Problem {
  try {
    return JSON.parse(body) as Problem;
  } catch {
    return { type: String(status) };
  }
}
