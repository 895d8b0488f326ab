// Receipt (回执): what counts as one. Anything else, even with status 200, deletes nothing.
import type { Receipt } from "./shapes";

const HASH = /^[0-9a-f]{64}$/;

export function isReceipt(value: unknown, of: { op_id?: string; sha256: string }): value is Receipt {
  if (typeof value !== "object" || value === null) return false;
  const told = value as Record<string, unknown>;
  const words = ["stream", "head", "server_time", "signature"].every((name) => typeof told[name] === "string" && told[name] !== "");
  return words && Number.isInteger(told.seq) && told.body_sha256 === of.sha256 && (of.op_id === undefined || told.op_id === of.op_id);
}

/** The header of the last PATCH, as JSON or as base64 of it. */
export function fromHeader(header: string | null | undefined, sha256: string): Receipt | undefined {
  if (!header || !HASH.test(sha256)) return undefined;
  for (const text of [() => header, () => atob(header)]) {
    try {
      const value: unknown = JSON.parse(text());
      return isReceipt(value, { sha256 }) ? value : undefined;
    } catch (unreadable) {
      if (!(unreadable instanceof SyntaxError || unreadable instanceof DOMException)) throw unreadable;
    }
  }
  return undefined;
}
