import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Point } from "../model/detail-store.ts";
import { menuItems, moveInMenu } from "./menu-keys.ts";

interface PopMenuProps {
  name: string;
  at: Point;
  /** Closes the menu; `isByKey` says whether the previous element gets the focus back. */
  onClose: (isByKey: boolean) => void;
  children: ComponentChildren;
}

/** A menu at a point on the screen, fully visible. */
export function PopMenu({ name, at: { x, y }, onClose, children }: PopMenuProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => menuItems(box.current)[0]?.focus(), [x, y]);
  useLayoutEffect(() => {
    const menu = box.current;
    if (menu === null) return;
    const { width, height } = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(0, Math.min(x, innerWidth - width - 4))}px`;
    menu.style.top = `${Math.max(0, Math.min(y, innerHeight - height - 4))}px`;
  }, [x, y]);
  return (
    <div
      class="menu pop-menu"
      ref={box}
      role="menu"
      tabIndex={-1}
      aria-label={name}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === "Escape" || event.key === "Tab") onClose(true);
        else if (!moveInMenu(box.current, event.key)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onFocusOut={(event) => {
        if (!box.current?.contains(event.relatedTarget as Node | null)) onClose(false);
      }}
    >
      {children}
    </div>
  );
}
