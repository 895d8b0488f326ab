// Plane (平面): degrees to metres on a small piece of the earth, and the window one looks through.

export interface Degrees { lon: number; lat: number }
export interface Point { x: number; y: number }
/** What is seen: the middle in metres, and how many metres one pixel is. */
export interface Window extends Point { scale: number }

const EAST = 111_320; // metres per degree at the equator
const NORTH = 110_574;
export const CLOSEST = 0.25;
export const FARTHEST = 800;

/** Straight enough for a county: errors under 0.1 % within 50 km of the middle. */
export class Plane {
  private readonly east: number;

  constructor(private readonly middle: Degrees) {
    this.east = EAST * Math.cos((middle.lat * Math.PI) / 180);
  }

  point({ lon, lat }: Degrees): Point {
    return { x: (lon - this.middle.lon) * this.east, y: (this.middle.lat - lat) * NORTH };
  }

  degrees({ x, y }: Point): Degrees {
    return { lon: this.middle.lon + x / this.east, lat: this.middle.lat - y / NORTH };
  }
}

/** The window that shows all of these, with a margin; `pixels` is how wide the map is. */
export function around(points: Point[], pixels: number): Window {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const size = Math.max(right - left, bottom - top, 200) * 1.15;
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: within(size / pixels) };
}

/** Closer or farther, with the place under the finger staying there; `at` is in metres. */
export function zoomed({ x, y, scale }: Window, by: number, at: Point = { x, y }): Window {
  const next = within(scale * by);
  const kept = next / scale;
  return { x: at.x + (x - at.x) * kept, y: at.y + (y - at.y) * kept, scale: next };
}

const within = (scale: number): number => Math.min(FARTHEST, Math.max(CLOSEST, scale));

/** The longest round length that fits: 1, 2 or 5 times a power of ten. */
export function ruler(scale: number, pixels: number): { metres: number; pixels: number } {
  const most = scale * pixels;
  const ten = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((n) => n * ten).find((length) => length <= most) ?? ten;
  return { metres, pixels: metres / scale };
}
