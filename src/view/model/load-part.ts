import { signal } from "@preact/signals";
import { noteTrouble } from "./troubles.ts";

/** Whether a part of this view could not be loaded; every view then says so. */
export const isIncomplete = signal(false);

/**
 * Loads a part of the view that is fetched when first needed. It is missing where the extension was
 * updated or built anew while the view was open.
 *
 * @param load the dynamic import; no other place than a call of this has one.
 * @returns undefined where the part could not be loaded; the view says so.
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
