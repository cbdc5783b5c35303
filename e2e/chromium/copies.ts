import type { Frame } from "playwright";

/** Copies do not reach a headless clipboard: the copied text is read from its selection. */
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
    // DevTools refuses the clipboard API; refused here too, so that every browser takes the same path.
    navigator.clipboard.writeText = () => Promise.reject(new Error("refused"));
  });
}
