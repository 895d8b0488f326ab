// Turns (先后): what a page writes of a form lands in the order it was asked for, however long each takes to be sealed.
let last: Promise<unknown> = Promise.resolve();

/** Never within another turn: it would wait for itself. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => undefined); // its caller hears of it; the next one goes on
  return mine;
}

export const whenWritten = (): Promise<void> => inTurn(async () => undefined);
