// EXIF (照片元数据): the few fields that are second witnesses, read from the untouched file. A broken block gives nothing, never an error.
import type { Json } from "../shapes";

const NAMES: Record<number, string> = { 0x010f: "Make", 0x0110: "Model", 0x0112: "Orientation", 0x0131: "Software", 0x9003: "DateTimeOriginal", 0x9011: "OffsetTimeOriginal" };
const GPS: Record<number, string> = { 1: "GPSLatitudeRef", 2: "GPSLatitude", 3: "GPSLongitudeRef", 4: "GPSLongitude", 7: "GPSTimeStamp", 29: "GPSDateStamp" };
const EXIF_IFD = 0x8769;
const GPS_IFD = 0x8825;
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8];

type Fields = { [field: string]: Json };

export function readExif(file: ArrayBuffer): Fields {
  try {
    const block = findBlock(new DataView(file));
    return block ? readBlock(block) : {};
  } catch (broken) {
    if (broken instanceof RangeError) return {};
    throw broken;
  }
}

/** The TIFF part of a JPEG's APP1 segment. */
function findBlock(file: DataView): DataView | undefined {
  if (file.byteLength < 4 || file.getUint16(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 4 < file.byteLength; at += 2 + file.getUint16(at + 2)) {
    const marker = file.getUint16(at);
    if (marker === 0xffda || marker >> 8 !== 0xff) return undefined;
    if (marker === 0xffe1 && file.getUint32(at + 4) === 0x45786966) return new DataView(file.buffer, file.byteOffset + at + 10);
  }
  return undefined;
}

function readBlock(block: DataView): Fields {
  const little = block.getUint16(0) === 0x4949;
  const first = readFolder(block, block.getUint32(4, little), little, { ...NAMES, [EXIF_IFD]: "exif", [GPS_IFD]: "gps" });
  const inner = typeof first.exif === "number" ? readFolder(block, first.exif, little, NAMES) : {};
  const place = typeof first.gps === "number" ? readFolder(block, first.gps, little, GPS) : {};
  const { exif: _exif, gps: _gps, ...own } = first;
  return { ...own, ...inner, ...place };
}

function readFolder(block: DataView, at: number, little: boolean, names: Record<number, string>): Fields {
  const fields: Fields = {};
  for (let i = 0; i < block.getUint16(at, little); i++) {
    const entry = at + 2 + i * 12;
    const name = names[block.getUint16(entry, little)];
    const value = name ? readValue(block, entry, little) : undefined;
    if (name && value !== undefined) fields[name] = value;
  }
  return fields;
}

function readValue(block: DataView, entry: number, little: boolean): Json | undefined {
  const type = block.getUint16(entry + 2, little);
  const count = block.getUint32(entry + 4, little);
  const size = (SIZES[type] ?? 0) * count;
  if (size === 0 || size > 256) return undefined;
  const at = size <= 4 ? entry + 8 : block.getUint32(entry + 8, little);
  if (type === 2) return text(block, at, count);
  const numbers = Array.from({ length: count }, (_, i) => readNumber(block, at, i, type, little));
  return numbers.some((n) => !Number.isFinite(n)) ? undefined : count === 1 ? numbers[0] : numbers;
}

function readNumber(block: DataView, at: number, i: number, type: number, little: boolean): number {
  if (type === 5) return block.getUint32(at + i * 8, little) / block.getUint32(at + i * 8 + 4, little);
  if (type === 3) return block.getUint16(at + i * 2, little);
  if (type === 4) return block.getUint32(at + i * 4, little);
  return type === 1 ? block.getUint8(at + i) : NaN;
}

function text(block: DataView, at: number, count: number): string {
  const letters = Array.from({ length: count }, (_, i) => block.getUint8(at + i)).filter((code) => code >= 32 && code < 127);
  return String.fromCharCode(...letters).trim();
}
