// Shrink (压缩): upright, long edge 1600, quality 0.8, without metadata; the original's hash witnesses where it came from.

const LONG_EDGE = 1600;
const QUALITY = 0.8;

/** The file itself where this browser cannot open it (a HEIC on Android): the server can. */
export async function shrink(file: File): Promise<Blob> {
  const picture = await open(file);
  if (!picture) return file;
  const scale = Math.min(1, LONG_EDGE / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const blob = await draw(picture, width, height);
  picture.close();
  return blob;
}

async function open(file: File): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return undefined;
  }
}

async function draw(picture: ImageBitmap, width: number, height: number): Promise<Blob> {
  if (typeof OffscreenCanvas !== "undefined") {
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext("2d")!.drawImage(picture, 0, 0, width, height);
    return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  }
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d")!.drawImage(picture, 0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture could not be written"))), "image/jpeg", QUALITY);
  });
}
