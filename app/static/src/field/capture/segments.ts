// Segments (元数据段): EXIF, XMP and content credentials of the untouched JPEG, byte for byte as they stood in it (decision 38).

export const SEGMENTS = "application/vnd.xunzhen.segments";
const KINDS = new Set([0xffe1, 0xffeb, 0xffed]); // APP1 EXIF and XMP, APP11 content credentials, APP13 IPTC
const START = 0xffd8;
const PIXELS = 0xffda;
const MOST = 1_000_000;

/** Undefined where there are none, or where the file is no JPEG; a broken one gives what stands before the break. */
export function segmentsOf(file: ArrayBuffer): ArrayBuffer | undefined {
  const found = [...walk(new DataView(file))].map(([from, to]) => file.slice(from, to));
  const size = found.reduce((sum, one) => sum + one.byteLength, 0);
  return size === 0 || size > MOST ? undefined : joined(found, size);
}

function* walk(file: DataView): Generator<[number, number]> {
  if (file.byteLength < 4 || file.getUint16(0) !== START) return;
  for (let at = 2; at + 4 <= file.byteLength; ) {
    const marker = file.getUint16(at);
    const end = at + 2 + file.getUint16(at + 2);
    if (marker === PIXELS || marker >> 8 !== 0xff || end < at + 4 || end > file.byteLength) return;
    if (KINDS.has(marker)) yield [at, end];
    at = end;
  }
}

function joined(parts: ArrayBuffer[], size: number): ArrayBuffer {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(new Uint8Array(part), at);
    at += part.byteLength;
  }
  return whole.buffer;
}
