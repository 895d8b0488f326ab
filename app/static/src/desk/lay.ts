// Lay (对齐): the earlier picture over the later one, by the homography that the worker found; both in shares of width and height.
import { one } from "./dom";

type Matrix = readonly number[]; // 3 × 3, row by row

const times = (a: Matrix, b: Matrix): number[] =>
  [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => [0, 1, 2].reduce((sum, k) => sum + (a[row * 3 + k] ?? 0) * (b[k * 3 + column] ?? 0), 0)));

/** Shares of a picture → pixels of its frame, which holds it whole and centred. */
function placed(picture: HTMLImageElement): { width: number; height: number; x: number; y: number } {
  const { clientWidth, clientHeight, naturalWidth, naturalHeight } = picture;
  const scale = Math.min(clientWidth / naturalWidth, clientHeight / naturalHeight);
  const [width, height] = [naturalWidth * scale, naturalHeight * scale];
  return { width, height, x: (clientWidth - width) / 2, y: (clientHeight - height) / 2 };
}

export function lay(pair: HTMLElement, over: boolean): void {
  const before = one<HTMLImageElement>(".before img", pair);
  const after = one<HTMLImageElement>(".after img", pair);
  if (!before || !after) return;
  const told = pair.dataset["matrix"];
  before.style.transform = over && told && before.naturalWidth && after.naturalWidth ? transform(JSON.parse(told) as Matrix, before, after) : "";
}

function transform(matrix: Matrix, before: HTMLImageElement, after: HTMLImageElement): string {
  const [from, to] = [placed(before), placed(after)];
  const shares = [1 / from.width, 0, -from.x / from.width, 0, 1 / from.height, -from.y / from.height, 0, 0, 1];
  const pixels = [to.width, 0, to.x, 0, to.height, to.y, 0, 0, 1];
  const [a, b, c, d, e, f, g, h, i] = times(pixels, times(matrix, shares));
  before.style.transformOrigin = "0 0";
  return `matrix3d(${[a, d, 0, g, b, e, 0, h, 0, 0, 1, 0, c, f, 0, i].join(",")})`; // CSS writes columns
}
