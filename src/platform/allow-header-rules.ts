import { browser } from "./browser.ts";

const HEADER_RULES = { permissions: ["declarativeNetRequestWithHostAccess"] };

/**
 * Asks for the permission to change headers where it is not there yet; only in answer to a click. Chromium grants it
 * without a prompt. In Firefox it comes with the installation, and the toolbox has no permissions to ask for.
 */
export async function allowHeaderRules(): Promise<boolean> {
  const permissions = browser.permissions as typeof browser.permissions | undefined;
  if (permissions === undefined) return true;
  const wanted = HEADER_RULES as Parameters<typeof permissions.request>[0];
  if (await permissions.contains(wanted)) return true;
  return permissions.request(wanted).catch(() => false);
}
