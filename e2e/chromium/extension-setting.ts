import type { BrowserContext } from "playwright";

/** What the user can choose of an extension on Chromium's own page about extensions. */
type Choice =
  | { readonly hostAccess: "ON_ALL_SITES" | "ON_CLICK" }
  | { readonly incognitoAccess: boolean };

interface DeveloperPrivate {
  reload(extensionId: string, how: { readonly failQuietly: true }): Promise<void>;
  updateProfileConfiguration(change: { readonly inDeveloperMode: true }): Promise<void>;
  updateExtensionConfiguration(change: { readonly extensionId: string } & Choice): Promise<void>;
}

/**
 * Chooses, or loads the extension anew, by the way in which that page does so. What is not loaded in
 * developer mode Chromium switches off where it is loaded anew, as some choices have it.
 */
export async function chooseForExtension(
  context: BrowserContext,
  extensionId: string,
  choice: Choice | "reload",
): Promise<void> {
  const page = await context.newPage();
  try {
    await page.goto("chrome://extensions");
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
