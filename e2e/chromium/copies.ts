import type { Frame } from "playwright";

/** Copies do not reach a headless clipboard: what is copied is caught where it is selected. */
export async function catchCopies(panel: Frame): Promise<void> {
  await panel.evaluate(() => {
    document.addEventListener(
      "copy",
      () => {
        (globalThis as { copied?: string }).copied = (
          document.activeElement as HTMLTextAreaElement
        ).value;
      },
      true,
    );
    // Inside DevTools it is refused; here as well, so that every browser goes the same way.
    navigator.clipboard.writeText = () => Promise.reject(new Error("refused"));
  });
}
