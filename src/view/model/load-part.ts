import { signal } from "@preact/signals";
import { noteTrouble } from "./troubles.ts";

/** Whether a part of this view could not be loaded; every view then shows it. */
export const isIncomplete = signal(false);

/**
 * Loads a part of the view on first use. The file is missing if the extension was updated or rebuilt while
 * the view was open.
 *
 * @param load the dynamic import; only calls of this function contain one.
 * @returns undefined if the part could not be loaded; the view shows it.
 */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part | undefined> {
  try {
    return await load();
  } catch (error) {
    console.warn("Crosscheck could not load a part", error);
    noteTrouble("part-missing", error);
    isIncomplete.value = true;
    return undefined;
  }
}
