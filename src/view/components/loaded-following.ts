import { signal } from "@preact/signals";

/** The part of a panel that follows a tab; null until it is loaded, and for opened reports. */
export const following = signal<typeof import("./following.ts") | null>(null);
