import { say } from "../../words/words.ts";

/**
 * Copies a text that is made when it is needed.
 *
 * @returns what came of it, for the reader; empty where there is no text, which the view says.
 */
export async function copyAndSay(text: () => Promise<string | undefined>): Promise<string> {
  try {
    const made = await text();
    if (made === undefined) return "";
    if (await copyToClipboard(made)) return say("copy_done");
  } catch (error) {
    console.warn("Crosscheck could not make a text to copy", error);
  }
  return say("copy_refused");
}

/** Puts a text on the clipboard; false where that is refused. */
async function copyToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** The clipboard API is refused inside the DevTools window; the old way is not. */
function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}
