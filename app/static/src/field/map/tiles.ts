// Tiles (底图): which pictures of 天地图 lie under the window, and where; only where the customer's key is configured.
import type { Degrees, Plane, Window } from "./plane";

export interface Tile { key: string; href: string; x: number; y: number; width: number; height: number }

const EARTH = 156_543.034; // metres per pixel of zoom 0 at the equator, tiles of 256 pixels
const [FARTHEST, CLOSEST] = [7, 18];
const SERVERS = 8; // t0 … t7

/** Web Mercator; each template has {s}, {x}, {y}, {z}. Later templates lie on earlier ones. */
export function tilesUnder(templates: string[], plane: Plane, view: Window, size: { width: number; height: number }): Tile[] {
  if (!templates.length) return [];
  const [left, right] = [view.x - (size.width / 2) * view.scale, view.x + (size.width / 2) * view.scale];
  const [top, bottom] = [view.y - (size.height / 2) * view.scale, view.y + (size.height / 2) * view.scale];
  const northwest = plane.degrees({ x: left, y: top });
  const southeast = plane.degrees({ x: right, y: bottom });
  const z = zoomFor(view.scale, plane.degrees(view).lat);
  const [from, to] = [tileOf(northwest, z), tileOf(southeast, z)];
  const found: Tile[] = [];
  for (const [layer, template] of templates.entries()) {
    for (let y = from.y; y <= to.y; y++) for (let x = from.x; x <= to.x; x++) found.push(placed(template, plane, { x, y, z }, layer));
  }
  return found;
}

/** The next sharper one, so that names are readable and never blurred. */
function zoomFor(scale: number, lat: number): number {
  const z = Math.ceil(Math.log2((EARTH * Math.cos((lat * Math.PI) / 180)) / scale) - 0.3);
  return Math.min(CLOSEST, Math.max(FARTHEST, z));
}

interface Place { x: number; y: number; z: number }

function tileOf({ lon, lat }: Degrees, z: number): { x: number; y: number } {
  const n = 2 ** z;
  const y = ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * n;
  return { x: Math.floor(((lon + 180) / 360) * n), y: Math.floor(y) };
}

function cornerOf({ x, y, z }: Place): Degrees {
  const n = 2 ** z;
  return { lon: (x / n) * 360 - 180, lat: (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / n))) * 180) / Math.PI };
}

function placed(template: string, plane: Plane, at: Place, layer: number): Tile {
  const a = plane.point(cornerOf(at));
  const b = plane.point(cornerOf({ ...at, x: at.x + 1, y: at.y + 1 }));
  const words: Record<string, number> = { ...at, s: (at.x + at.y) % SERVERS };
  const href = template.replace(/\{([sxyz])\}/g, (_all, name: string) => String(words[name]));
  return { key: `${layer}/${at.z}/${at.x}/${at.y}`, href, x: a.x, y: a.y, width: b.x - a.x, height: b.y - a.y };
}
