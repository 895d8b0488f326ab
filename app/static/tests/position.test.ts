// Position (定位): what else the browser told of a fix is kept as it told it.
import { expect, test } from "vitest";
import { moving } from "../src/field/capture/position";

test("altitude, speed and direction are kept where they are told", () => {
  expect(moving({ altitude: 42.36, speed: 1.24, heading: 359.96 })).toEqual({ altitude_m: 42.4, speed_mps: 1.2, heading_deg: 360 });
  expect(moving({ altitude: 0, speed: 0, heading: NaN })).toEqual({ altitude_m: 0, speed_mps: 0 }); // standing still
  expect(moving({ altitude: null, speed: null, heading: null })).toEqual({});
});
