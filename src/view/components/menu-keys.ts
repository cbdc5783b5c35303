/** The items of an open menu, in order. */
export const menuItems = (box: Element | null): HTMLElement[] => [
  ...(box?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? []),
];

/** Moves the focus in a menu by the arrow keys, Home and End; returns whether the key was one of these. */
export function moveInMenu(box: Element | null, key: string): boolean {
  const all = menuItems(box);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: (at + 1) % all.length,
    ArrowUp: (at - 1 + all.length) % all.length,
    Home: 0,
    End: all.length - 1,
  };
  const next = moves[key];
  if (next === undefined) return false;
  all[next]?.focus();
  return true;
}
