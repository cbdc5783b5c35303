import { useEffect, useState } from "preact/hooks";
import { say } from "../../words/words.ts";
import { noteTrouble } from "../model/troubles.ts";

const SAID_MS = 2000;

/**
 * Copies texts that are made on demand.
 *
 * @returns the result of the last copy in words, empty after a while; and the copy function. The result is
 *    empty if there is no text, as the view already reports a part that could not be loaded.
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

/** Undefined if the part that makes the text could not be loaded; the view shows it. */
export type MakeText = () => Promise<string | undefined>;

/** Copies a text, and returns the result in words; empty if there was no text. */
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

/** Writes a text to the clipboard; false if that is refused. */
async function copyToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** The clipboard API is refused inside the DevTools window; `execCommand` is not. */
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
