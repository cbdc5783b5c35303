/** Several members per key; a key without members is removed. */
export type MultiMap = Map<string, Set<string>>;

export function addTo(index: MultiMap, key: string, member: string): void {
  const members = index.get(key);
  if (members === undefined) index.set(key, new Set([member]));
  else members.add(member);
}

export function deleteFrom(index: MultiMap, key: string, member: string): void {
  const members = index.get(key);
  members?.delete(member);
  if (members?.size === 0) index.delete(key);
}
