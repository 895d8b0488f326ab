// Elements of the page, found and narrowed.

export function all<T extends Element>(selector: string, within: ParentNode = document): T[] {
  return [...within.querySelectorAll<T>(selector)];
}

export function one<T extends Element>(selector: string, within: ParentNode = document): T | null {
  return within.querySelector<T>(selector);
}

/** Is the person writing, or holding a key that belongs to the browser? Then single keys are off. */
export function isWriting(event: KeyboardEvent): boolean {
  const target = event.target;
  const writes = target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
  return writes || event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
}
