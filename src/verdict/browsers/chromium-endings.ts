import type { Endings } from "./endings.ts";

/** Chromium's endings mean what their errors say (156). */
export const CHROMIUM_ENDINGS: Endings = {
  asShown: (exchange) => exchange,
  wasRefusedARedirect: () => false,
  mayFailAfterPassing: () => false,
};
