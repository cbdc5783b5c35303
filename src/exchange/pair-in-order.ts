/**
 * Pairs each arriving item with the first remaining waiting item that fits, in the order of both lists. Pure;
 * changes neither list.
 *
 * @returns the pairs; items without a match are not included.
 */
export function pairInOrder<Arriving, Waiting>(
  arriving: Iterable<Arriving>,
  waiting: Iterable<Waiting>,
  fits: (arriving: Arriving, waiting: Waiting) => boolean,
): Map<Arriving, Waiting> {
  const left = [...waiting];
  const pairs = new Map<Arriving, Waiting>();
  for (const one of arriving) {
    const at = left.findIndex((other) => fits(one, other));
    if (at !== -1) pairs.set(one, left.splice(at, 1)[0] as Waiting);
  }
  return pairs;
}
