const known = new Map<string, string>();
const MOST_KNOWN = 10_000;

/** Equal keys recur often: this returns one string for all of them. */
export function interned(key: string | null): string | null {
  if (key === null) return null;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, key);
  return key;
}
