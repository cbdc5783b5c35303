import { BROWSERS } from "../both/driven-browser.ts";

const chosen = new RegExp(process.env.CROSSCHECK_BROWSER || ".", "i");

/** The browsers selected for the soak. */
export const CHOSEN_BROWSERS = BROWSERS.filter(([product]) => chosen.test(product));
