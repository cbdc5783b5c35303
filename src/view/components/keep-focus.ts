const FOCUSABLE =
  "a[href], button:not(:disabled, [tabindex='-1']), input:not(:disabled), select, textarea, summary, [tabindex='0']";

/**
 * Keeps the focus when its element is removed (a chip, the only button of an empty list): it moves to the
 * nearest focusable element. Otherwise a keyboard user would start again at the top of the document.
 *
 * @returns a function that ends it.
 */
export function keepFocus(root: HTMLElement): () => void {
  /** The focused element, then its ancestors. */
  let path: Element[] = [];
  const remember = (focused: Element | null) => {
    path = [];
    for (let at = focused; at !== null && at !== root; at = at.parentElement) path.push(at);
  };
  const onFocusIn = ({ target }: FocusEvent) => remember(target as Element);
  const onChange = () => {
    const [focused] = path;
    if (focused === undefined || (focused.isConnected && !focused.matches(":disabled"))) return;
    const around = path.filter((element) => element.isConnected && element !== focused);
    path = [];
    // The focus moved elsewhere by itself.
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
  if (root.contains(document.activeElement)) remember(document.activeElement);
  return () => {
    observer.disconnect();
    root.removeEventListener("focusin", onFocusIn);
  };
}

function isSeen(element: HTMLElement): boolean {
  return element.checkVisibility({ visibilityProperty: true });
}
