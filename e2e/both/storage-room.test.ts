import { describe, expect, it } from "vitest";
import { BROWSERS } from "./driven-browser.ts";

interface Inside {
  readonly chrome: {
    readonly storage: {
      readonly session: {
        set(items: Readonly<Record<string, string>>): Promise<void>;
        remove(key: string): Promise<void>;
        getBytesInUse(key: string): Promise<number>;
      };
    };
  };
}

describe.each(BROWSERS)("what storage.session of %s counts", (_product, use) => {
  const browser = use();

  it("is a byte for each character of what is compressed", async () => {
    const panel = await browser.openPanelOfNoTab();
    const [length, counted] = await panel.evaluate(async () => {
      const { session } = (globalThis as unknown as Inside).chrome.storage;
      const text = `12:${new Uint8Array(100_000).toBase64()}`;
      await session.set({ text });
      const bytes = await session.getBytesInUse("text");
      await session.remove("text");
      return [text.length, bytes] as const;
    });
    expect(counted).toBeGreaterThanOrEqual(length);
    expect(counted).toBeLessThan(length + 100);
    await panel.evaluate(() => window.close());
  });
});
