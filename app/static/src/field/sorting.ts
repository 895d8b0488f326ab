// Sorting (排先后): for days, times and ids as they are written; the browser's collation of words would cost a slow phone 50 ms.
export const inOrder = (a: string, b: string): number => Number(a > b) - Number(a < b);
