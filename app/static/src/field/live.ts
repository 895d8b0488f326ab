// Live (随库而变): a screen's view of the store that follows every change, also those made by the service worker.
import { onScopeDispose, shallowRef, type ShallowRef } from "vue";
import { watch } from "./store";

export function live<T>(query: () => Promise<T>): ShallowRef<T | undefined>;
export function live<T>(query: () => Promise<T>, at_first: T): ShallowRef<T>;
export function live<T>(query: () => Promise<T>, at_first?: T): ShallowRef<T | undefined> {
  const seen = shallowRef<T | undefined>(at_first);
  const watching = watch(query).subscribe((value) => {
    seen.value = value;
  });
  onScopeDispose(() => watching.unsubscribe());
  return seen;
}
