import type { BrowserContext } from "playwright";

interface DeveloperPrivate {
  updateExtensionConfiguration(change: {
    readonly extensionId: string;
    readonly hostAccess: "ON_ALL_SITES" | "ON_CLICK";
  }): Promise<void>;
}

/** Sets what Chromium's own page about its extensions has a choice for, by the way it does so. */
export async function setHostPermission(
  context: BrowserContext,
  extensionId: string,
  granted: boolean,
): Promise<void> {
  const page = await context.newPage();
  try {
    await page.goto("chrome://extensions");
    await page.evaluate(
      async ([id, hostAccess]) => {
        type Chrome = { developerPrivate: DeveloperPrivate };
        const { developerPrivate } = (globalThis as unknown as { chrome: Chrome }).chrome;
        await developerPrivate.updateExtensionConfiguration({ extensionId: id, hostAccess });
      },
      [extensionId, granted ? "ON_ALL_SITES" : "ON_CLICK"] as const,
    );
  } finally {
    await page.close();
  }
}
