/** The first and the last moment, in milliseconds. */
export type Span = readonly [from: number, to: number];

/** Items whose spans overlap in a chain, and the span that covers them. */
export interface Overlapping<T> {
  readonly span: Span;
  readonly members: readonly T[];
}

/**
 * The waiting items that an event at some time may affect, in groups whose spans touch: pairs are decided
 * within a group, and others do not change. Pages request one URL thousands of times, so that checking all
 * items for each event would be too slow.
 */
export function overlappingAt<T>(
  waiting: Iterable<T>,
  spanOf: (one: T) => Span,
  [since, until]: Span,
): Overlapping<T>[] {
  const groups: { span: Span; members: T[] }[] = [];
  const inOrder = Array.from(waiting, (one) => ({ one, span: spanOf(one) }));
  inOrder.sort((a, b) => a.span[0] - b.span[0]);
  for (const { one, span } of inOrder) {
    const last = groups[groups.length - 1];
    if (last === undefined || last.span[1] < span[0]) groups.push({ span, members: [one] });
    else {
      last.members.push(one);
      last.span = [last.span[0], Math.max(last.span[1], span[1])];
    }
  }
  return groups.filter(({ span: [from, to] }) => from <= until && to >= since);
}

/** The shortest span that covers both. */
export function around([from, to]: Span, other: Span | undefined): Span {
  return other === undefined ? [from, to] : [Math.min(from, other[0]), Math.max(to, other[1])];
}
