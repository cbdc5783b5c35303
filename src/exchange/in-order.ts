/** Compares ids that were counted up, in the order in which they were given: "9" before "10". */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/**
 * Where in a list the first is that is not before a time; its length where all are.
 *
 * @param inOrder the list, in the order of its times.
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
