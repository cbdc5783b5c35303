/** The published URL of the configuration page; null until it is published. */
const SITE_URL: string | null = null;

/**
 * A link that opens the configuration page for anybody.
 *
 * @param here the page's own URL, if it is open.
 * @returns null if there is none: files and extension pages open on one machine only.
 */
export function publicLink(
  fragment: string,
  here: string | null = null,
  site: string | null = SITE_URL,
): string | null {
  if (site !== null) return site + fragment;
  return here !== null && /^https?:/.test(here) ? here.replace(/#.*$/s, "") + fragment : null;
}
