// Upload (传照片): one photo by its hash: skipped when the server has it, resumed where it broke, done on a receipt only.
import { type DetailedError, Upload } from "tus-js-client";
import { FetchStack } from "./fetch_stack";
import { ask, credentials, origin, SignInNeeded, Unreachable } from "./net";
import { fromHeader, isReceipt } from "./receipt";
import type { Photo, Problem, Receipt } from "./shapes";
import { bytesOf, notePhoto } from "./store";

const CHUNK = 131_072; // at 30 kbit/s a chunk still ends within the phone's patience

export async function sendPhoto(photo: Photo, signal: AbortSignal): Promise<void> {
  const bytes = await bytesOf(photo.id);
  if (!bytes) throw new PhotoRefused({ type: "bytes_lost" }, true);
  const receipt = (await alreadyThere(photo, signal)) ?? (await carryBytes(photo, bytes, signal));
  if (!receipt) throw new PhotoRefused({ type: "no_receipt" }, false);
  await notePhoto(photo.id, { receipt, received_at: Date.now(), sent: photo.size });
}

async function alreadyThere(photo: Photo, signal: AbortSignal): Promise<Receipt | undefined> {
  const { sha256 } = photo.declared;
  const { status } = await ask(`/photos/${sha256}`, { method: "HEAD", as: "grant", signal });
  return status === 204 ? receiptOf(sha256, signal) : undefined;
}

async function receiptOf(sha256: string, signal: AbortSignal): Promise<Receipt | undefined> {
  const { status, body } = await ask(`/receipts?sha256=${sha256}`, { as: "grant", signal });
  const told = Array.isArray(body) ? body : [body];
  return status === 200 ? told.find((one): one is Receipt => isReceipt(one, { sha256 })) : undefined;
}

async function carryBytes(photo: Photo, bytes: ArrayBuffer, signal: AbortSignal): Promise<Receipt | undefined> {
  const { sha256 } = photo.declared;
  const header = await byTus(photo, new Blob([bytes], { type: photo.type }), signal);
  return fromHeader(header, sha256) ?? receiptOf(sha256, signal);
}

/** Resolves with the header of the last answer. */
async function byTus(photo: Photo, file: Blob, signal: AbortSignal): Promise<string | undefined> {
  const headers = await credentials("grant");
  let header: string | undefined;
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: `${origin()}/api/v1/uploads`,
      uploadUrl: photo.upload_url ?? null,
      httpStack: new FetchStack(signal),
      chunkSize: CHUNK,
      headers,
      metadata: { sha256: photo.declared.sha256, filetype: photo.type },
      retryDelays: null, // the queue has its own patience
      storeFingerprintForResuming: false, // and its own memory
      onUploadUrlAvailable: () => void notePhoto(photo.id, upload.url ? { upload_url: upload.url } : {}),
      onChunkComplete: (_size, sent) => void notePhoto(photo.id, { sent }),
      onAfterResponse: (_request, response) => {
        header = response.getHeader("Xunzhen-Receipt") ?? header;
      },
      onSuccess: () => resolve(header),
      onError: (error) => reject(meaning(error)),
    });
    upload.start();
  });
}

/** A refusal of this photo alone, by the server's own word; everything else is a broken wire. */
export class PhotoRefused extends Error {
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
  return new PhotoRefused(problemIn(response.getBody(), response.getStatus()), FINAL.has(response.getStatus()));
}

function problemIn(body: string, status: number): Problem {
  try {
    return JSON.parse(body) as Problem;
  } catch {
    return { type: String(status) };
  }
}
