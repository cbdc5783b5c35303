import type { BrowserContext } from "playwright";

/** A user's choices for an extension on chrome://extensions. */
type Choice =
  | { readonly hostAccess: "ON_ALL_SITES" | "ON_CLICK" }
  | { readonly incognitoAccess: boolean };

interface DeveloperPrivate {
  reload(extensionId: string, how: { readonly failQuietly: true }): Promise<void>;
  updateProfileConfiguration(change: { readonly inDeveloperMode: true }): Promise<void>;
  updateExtensionConfiguration(change: { readonly extensionId: string } & Choice): Promise<void>;
}

/**
 * Changes a setting, or reloads the extension, by that page's own API. Some settings reload the extension,
 * and Chromium disables an extension that is reloaded outside developer mode.
 */
export async function chooseForExtension(
  context: BrowserContext,
  extensionId: string,
  choice: Choice | "reload",
): Promise<void> {
  const page = await context.newPage();
  try {
    // Its API is there before its view, which takes seconds.
    await page.goto("chrome://extensions", { waitUntil: "commit" });
    await page.evaluate(
      async ([id, chosen]) => {
        type Chrome = { developerPrivate: DeveloperPrivate };
        const { developerPrivate } = (globalThis as unknown as { chrome: Chrome }).chrome;
        await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
        if (chosen === "reload") await developerPrivate.reload(id, { failQuietly: true });
        else await developerPrivate.updateExtensionConfiguration({ extensionId: id, ...chosen });
      },
      [extensionId, choice] as const,
    );
  } finally {
    await page.close();
  }
}
