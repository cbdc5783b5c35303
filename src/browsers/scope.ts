/**
 * What is decided where this code runs: all of it in views and in Node.
 *
 * The build of the worker has other values in the place of this module (`build/worker-modules.ts`), and
 * leaves out what they make needless: the badge counts outcomes, of what its own browser recorded.
 */
export const READS_CHROMIUM = true as boolean;
export const READS_GECKO = true as boolean;
/** Whether a decision says how sure it is, and which of several header names the browser names. */
export const DECIDES_DETAILS = true as boolean;
