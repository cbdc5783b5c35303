/** Where the configuration page is published; null as long as that is nowhere. */
const SITE_URL: string | null = null;

/**
 * The link by which anybody can open the configuration page.
 *
 * @param here the address of the page itself, where it is shown.
 * @returns null where there is none: files and pages of the extension open on one machine alone.
 */
export function publicLink(
  fragment: string,
  here: string | null = null,
  site: string | null = SITE_URL,
): string | null {
  if (site !== null) return site + fragment;
  return here !== null && /^https?:/.test(here) ? here.replace(/#.*$/s, "") + fragment : null;
}
