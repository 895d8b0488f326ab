// Growing (边看边长): a long list is drawn as far as its reader has come, a few rows a frame, so that no finger waits for all of it.
import { computed, nextTick, onScopeDispose, ref, watch, type ComputedRef, type Ref } from "vue";

const FIRST = 12;
const MORE = 2;
const AHEAD = "1200px 0px"; // more than a thrown list covers in a few frames

/** `end` is the element behind the last row: whenever it comes near, rows follow. */
export function growing<Row>(rows: () => Row[]): { drawn: ComputedRef<Row[]>; end: Ref<HTMLElement | undefined> } {
  const many = ref(FIRST);
  const end = ref<HTMLElement>();
  let near = false;
  let running = false;

  const grow = async (): Promise<void> => {
    if (running) return;
    running = true;
    while (near && many.value < rows().length) {
      many.value += MORE;
      await nextTick();
      await new Promise(requestAnimationFrame);
    }
    running = false;
  };

  const observer = new IntersectionObserver((seen) => {
    near = seen.at(-1)?.isIntersecting ?? false;
    void grow();
  }, { rootMargin: AHEAD });
  watch(end, (part, before) => {
    if (before) observer.unobserve(before);
    if (part) observer.observe(part);
  }, { flush: "post" });
  watch(() => rows().length, () => void grow());
  onScopeDispose(() => observer.disconnect());
  return { drawn: computed(() => rows().slice(0, many.value)), end };
}
