/**
 * What the decision covers where this code runs: everything, in views and in Node.
 *
 * The worker's build replaces this module (`build/worker-modules.ts`) and drops the code that becomes dead.
 * The badge only counts outcomes that its own browser recorded.
 */
export const READS_CHROMIUM = true as boolean;
export const READS_GECKO = true as boolean;
/** Whether a decision includes its certainty, and which of several header names the browser names. */
export const DECIDES_DETAILS = true as boolean;
