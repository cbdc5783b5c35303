import type { BrowserContext } from "playwright";

/** What the user can choose of an extension on Chromium's own page about extensions. */
type Choice =
  | { readonly hostAccess: "ON_ALL_SITES" | "ON_CLICK" }
  | { readonly incognitoAccess: boolean };

interface DeveloperPrivate {
  updateProfileConfiguration(change: { readonly inDeveloperMode: true }): Promise<void>;
  updateExtensionConfiguration(change: { readonly extensionId: string } & Choice): Promise<void>;
}

/**
 * Chooses, by the way in which that page does so. Chromium loads the extension anew where the choice
 * needs it, and does so with unpacked ones in developer mode alone.
 */
export async function chooseForExtension(
  context: BrowserContext,
  extensionId: string,
  choice: Choice,
): Promise<void> {
  const page = await context.newPage();
  try {
    await page.goto("chrome://extensions");
    await page.evaluate(
      async ([id, chosen]) => {
        type Chrome = { developerPrivate: DeveloperPrivate };
        const { developerPrivate } = (globalThis as unknown as { chrome: Chrome }).chrome;
        await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
        await developerPrivate.updateExtensionConfiguration({ extensionId: id, ...chosen });
      },
      [extensionId, choice] as const,
    );
  } finally {
    await page.close();
  }
}
