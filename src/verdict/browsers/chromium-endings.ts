import type { Endings } from "./endings.ts";

/** Chromium's endings show no more than their errors (156). */
export const CHROMIUM_ENDINGS: Endings = {
  asShown: (exchange) => exchange,
  wasRefusedARedirect: () => false,
  mayFailAfterPassing: () => false,
};
