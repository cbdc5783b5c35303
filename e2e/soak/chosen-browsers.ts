import { BROWSERS } from "../both/driven-browser.ts";

const chosen = new RegExp(process.env.CROSSCHECK_BROWSER || ".", "i");

/** The browsers that the soak was to be run in. */
export const CHOSEN_BROWSERS = BROWSERS.filter(([product]) => chosen.test(product));
