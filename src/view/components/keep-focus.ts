const FOCUSABLE =
  "a[href], button:not(:disabled, [tabindex='-1']), input:not(:disabled), select, textarea, summary, [tabindex='0']";

/**
 * Keeps the focus from getting lost with an element that goes (a chip that was taken off, the one
 * button of an empty list): it moves to what took the element's place, as near as can be. Else a
 * reader with a keyboard would begin at the top of the document.
 *
 * @returns what ends it.
 */
export function keepFocus(root: HTMLElement): () => void {
  /** Where the focus is: the element, then what is around it. */
  let path: Element[] = [];
  const onFocusIn = ({ target }: FocusEvent) => {
    path = [];
    for (let at = target as Element | null; at !== null && at !== root; at = at.parentElement) {
      path.push(at);
    }
  };
  const onChange = () => {
    const [focused] = path;
    if (focused === undefined || (focused.isConnected && !focused.matches(":disabled"))) return;
    const around = path.filter((element) => element.isConnected && element !== focused);
    path = [];
    // The focus went elsewhere by itself.
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    for (const element of [...around, root]) {
      const [next] = [...element.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(isSeen);
      if (next !== undefined) return next.focus();
    }
  };
  const observer = new MutationObserver(onChange);
  observer.observe(root, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["disabled"],
  });
  root.addEventListener("focusin", onFocusIn);
  return () => {
    observer.disconnect();
    root.removeEventListener("focusin", onFocusIn);
  };
}

function isSeen(element: HTMLElement): boolean {
  return element.checkVisibility({ visibilityProperty: true });
}
