// Store (本机库): the only room that knows IndexedDB; what each user makes lies sealed in it (decision 41).
export { IV_BYTES, seal, unseal } from "./box";
export { addPhoto, bytesOf, changeDraft, declareAnew, draft, draftsOf, dropDraft, dropPhoto, isLocked, photosOf, photosOfUser, saveDraft } from "./drafts";
export { takeKey } from "./keys";
export { all, applyChanges, forgetMirror, one } from "./mirror";
export { endWitness, forgetOld, KEEP_DAYS, notePhoto, noteWitness, photosToSend, putOffNothing, witnessesOf, witnessesToSend } from "./parcels";
export { fact, onShut, QUEUE_VERSION, reopen, setFact, watch } from "./phone";
export { append, countOn, noteOperation, settle, settledOf, waitingOf } from "./queue";
export { forgetKey, keyOf } from "./rows";
export { whenWritten } from "./turns";
