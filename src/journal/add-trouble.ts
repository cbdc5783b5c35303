import type { Trouble } from "./trouble.ts";

/** Above this, the oldest of a kind is removed: a flood of one kind leaves room for others. */
export const MOST_OF_A_KIND = 40;
export const MOST = 200;

/**
 * Adds a trouble to the list. A trouble equal to the last of its kind only increases that entry's count.
 *
 * @returns the number of troubles that were removed.
 */
export function addTrouble(troubles: Trouble[], trouble: Trouble): number {
  const ofKind = troubles.filter(({ kind }) => kind === trouble.kind);
  const last = ofKind.at(-1);
  if (last !== undefined && isSame(last, trouble)) {
    const again = { times: (last.times ?? 1) + 1, lastAt: trouble.at };
    troubles[troubles.lastIndexOf(last)] = { ...last, ...again };
    return 0;
  }
  const isOneTooMany = troubles.length >= MOST;
  const oldest = ofKind.length >= MOST_OF_A_KIND ? ofKind[0] : isOneTooMany ? troubles[0] : null;
  troubles.push(trouble);
  if (!oldest) return 0;
  troubles.splice(troubles.indexOf(oldest), 1);
  return 1;
}

function isSame(one: Trouble, other: Trouble): boolean {
  const said = ({ tabId, of, error }: Trouble) => JSON.stringify([tabId, of, error]);
  return other.counts === undefined && said(one) === said(other);
}
