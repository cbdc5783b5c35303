import type { PanelActions } from "./panel-actions.ts";

const LOOK_EVERY = 1_000;

/**
 * Reports whether the browser lets no extension record the page: at once, and each second as long as it seems
 * so. While DevTools switches to another page, it reports no URL, as for such a page.
 *
 * @returns ends it.
 */
export function watchPageClosed(
  { isPageClosed }: Pick<PanelActions, "isPageClosed">,
  report: (isClosed: boolean) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | null = setTimeout(look);
  async function look() {
    const isClosed = await isPageClosed();
    if (timer === null) return;
    report(isClosed);
    if (isClosed) timer = setTimeout(look, LOOK_EVERY);
  }
  return () => {
    clearTimeout(timer ?? undefined);
    timer = null;
  };
}
