/**
 * The gzipped sizes in bytes that the build and the benches allow. docs/decisions.md, "Build and budgets", has
 * the reason of every raise.
 */
export const BUDGETS = {
  /** The worker: one file, without chunks that load later. */
  background: 49_600,
  /** The panel with all scripts that it loads at its start. */
  panel: 91_300,
  /** The probe in the page's world; the late one as well. */
  pageWorld: 6_800,
  bridge: 2_300,
  /** Page, script and style of an HTML report. */
  reportPage: 116_200,
} as const;
