import { useEffect, useState } from "preact/hooks";
import { say } from "../../words/words.ts";
import { noteTrouble } from "../model/troubles.ts";

const SAID_MS = 2000;

/**
 * Copies texts that are made when they are needed.
 *
 * @returns what came of the last one, for the reader, as long as that is news; and what copies. It
 *   says nothing where there is no text, as the view says so where a part could not be loaded.
 */
export function useCopy(): [said: string, copy: (text: MakeText) => Promise<void>] {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (text: MakeText) => {
    setSaid("");
    setSaid(await copyAndSay(text));
  };
  return [said, copy];
}

/** Undefined where the part that makes the text could not be loaded; the view says so. */
export type MakeText = () => Promise<string | undefined>;

/** Copies a text, and says in words what came of it; nothing where there was no text. */
export async function copyAndSay(text: MakeText): Promise<string> {
  try {
    const made = await text();
    if (made === undefined) return "";
    if (await copyToClipboard(made)) return say("copy_done");
  } catch (error) {
    console.warn("Crosscheck could not make a text to copy", error);
    noteTrouble("copy-failed", error);
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
