// Modal (盖在上面的页): the browser's own dialog keeps focus and reader inside, and closes by Escape or the back key.
import type { ObjectDirective } from "vue";

export const vModal: ObjectDirective<HTMLDialogElement> = { mounted: (dialog) => dialog.showModal() };
