/** Compares sequential ids numerically: "9" before "10". */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/**
 * The index of the first item that is not before a time; the list's length if all are before.
 *
 * @param inOrder the list, ordered by time.
 */
export function firstFrom<One>(
  inOrder: readonly One[],
  time: number,
  timeOf: (one: One) => number,
): number {
  let low = 0;
  let high = inOrder.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(inOrder[middle] as One) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
