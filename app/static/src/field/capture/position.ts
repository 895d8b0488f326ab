// Position (定位): watched while a capture is open, so that a fix with its accuracy is there when the shutter falls.
import { onScopeDispose, shallowRef, type ShallowRef } from "vue";
import type { Position } from "../shapes";

const FRESH = 120_000;

interface Fix extends Position { at: number }

export function usePosition(): { fix: ShallowRef<Fix | undefined>; current: () => Position | null } {
  const fix = shallowRef<Fix>();
  const watching = navigator.geolocation?.watchPosition((told) => (fix.value = better(fix.value, told)), () => undefined, {
    enableHighAccuracy: true,
    maximumAge: 10_000,
  });
  onScopeDispose(() => watching !== undefined && navigator.geolocation.clearWatch(watching));
  return { fix, current: () => claim(fix.value) };
}

export const POOR = 50; // metres; worse than this is said, and made better when it can be

export const isPoor = (accuracy_m: number | null | undefined): boolean => (accuracy_m ?? Infinity) > POOR; // no place at all is no better

/** A point is where its first photo was taken, unless that was badly known; what a hand has set stands. */
export function betterClaim(known: Position | null, next: Position | null, photographed: boolean): Position | null {
  if (!next || known?.provider === "hand") return known;
  if (!known || !photographed) return next;
  return known.accuracy_m > POOR && next.accuracy_m < known.accuracy_m ? next : known;
}

/** Where this phone was a moment ago, if it may say so without being asked: for orders of lists, never for a record. */
export async function roughly(): Promise<{ lon: number; lat: number } | null> {
  const may = await navigator.permissions?.query({ name: "geolocation" }).catch(() => undefined);
  if (may?.state !== "granted") return null;
  return new Promise((resolve) => {
    const told = ({ coords }: GeolocationPosition): void => resolve({ lon: coords.longitude, lat: coords.latitude });
    navigator.geolocation.getCurrentPosition(told, () => resolve(null), { maximumAge: 600_000, timeout: 5_000 });
  });
}

/** A sharper fix stays while it is fresh. */
function better(before: Fix | undefined, { coords, timestamp }: GeolocationPosition): Fix {
  const told = { lon: round(coords.longitude), lat: round(coords.latitude), accuracy_m: Math.round(coords.accuracy), provider: "geolocation", datum: "wgs84", ...moving(coords), at: timestamp };
  const stands = before && timestamp - before.at < FRESH / 4 && before.accuracy_m < told.accuracy_m;
  return stands ? before : told;
}

/** What else the browser knows of the fix; a phone that stands still has no direction. */
export function moving({ altitude, speed, heading }: Pick<GeolocationCoordinates, "altitude" | "speed" | "heading">): Pick<Position, "altitude_m" | "speed_mps" | "heading_deg"> {
  return { ...told("altitude_m", altitude), ...told("speed_mps", speed), ...told("heading_deg", heading) };
}

const told = (name: string, value: number | null | undefined): object => (typeof value === "number" && Number.isFinite(value) ? { [name]: Math.round(value * 10) / 10 } : {});

function claim(fix: Fix | undefined): Position | null {
  if (!fix || Date.now() - fix.at > FRESH) return null;
  const { at: _at, ...position } = fix;
  return position;
}

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
