import { signal } from "@preact/signals";

/** The part of a panel that follows a tab; null until it is loaded, and where a report is shown. */
export const following = signal<typeof import("./following.ts") | null>(null);
