// Heading (朝向): which way the phone looks, where it tells; degrees clockwise from north.
import { onScopeDispose, ref, type Ref } from "vue";

interface Compass extends DeviceOrientationEvent { webkitCompassHeading?: number }

export function useHeading(): Ref<number | undefined> {
  const heading = ref<number>();
  const turn = (event: Event): void => {
    const { absolute, alpha, webkitCompassHeading } = event as Compass;
    if (webkitCompassHeading !== undefined) heading.value = webkitCompassHeading;
    else if (absolute && alpha !== null) heading.value = 360 - alpha;
  };
  const names = ["deviceorientationabsolute", "deviceorientation"];
  for (const name of names) addEventListener(name, turn);
  onScopeDispose(() => names.forEach((name) => removeEventListener(name, turn)));
  return heading;
}
