// Digest (摘要): SHA-256 of bytes, and of a payload in its one canonical form (RFC 8785), equal on server and phone.
import canonicalize from "canonicalize";
import type { Json } from "./shapes";

export async function sha256(bytes: BufferSource): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function canonical(value: Json): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("not a JSON value");
  return text;
}

export function digestOf(value: Json): Promise<string> {
  return sha256(new TextEncoder().encode(canonical(value)));
}
