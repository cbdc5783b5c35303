import { describe, expect, it } from "vitest";
import { storedSize, storedText } from "../../src/exchange/stored-size.ts";
import { useSetting } from "./setting.ts";

type Storage = {
  session: {
    readonly QUOTA_BYTES: number;
    set(items: Record<string, string>): Promise<void>;
    remove(keys: string[]): Promise<void>;
    getBytesInUse(keys: string[]): Promise<number>;
  };
};

// https://developer.chrome.com/docs/extensions/reference/api/storage#property-session
describe("the size that we count of what is stored", () => {
  const setting = useSetting();

  /** Chromium's count for items while they are stored. */
  const countedOf = (items: Record<string, string>) =>
    setting.browser.worker.evaluate(async (toStore) => {
      const { storage } = (globalThis as unknown as { chrome: { storage: Storage } }).chrome;
      await storage.session.set(toStore);
      const counted = await storage.session.getBytesInUse(Object.keys(toStore));
      await storage.session.remove(Object.keys(toStore));
      return counted;
    }, items);

  it.each<[string, object]>([
    ["nothing but braces", {}],
    ["a short text", { url: "https://api.test/items" }],
    ["quotes and backslashes", { value: '"\\'.repeat(500) }],
    ["control characters", { value: "\u0001\n".repeat(500) }],
    ["bytes beyond ASCII, as headers have them", { value: "caf\u00c3\u00a9".repeat(300) }],
    ["characters of several bytes", { value: "\u6f22\u{1f600}\ud800".repeat(300) }],
    ["a long text", { value: "x".repeat(200_000) }],
  ])("is what the browser counts, and little more: %s", async (_name, value) => {
    const id = "12345.678";
    const counted = await countedOf({ [`trace:1234567890:${id}`]: storedText(value) });
    const ours = storedSize(id, [value], undefined).bytes;
    expect(ours).toBeGreaterThanOrEqual(counted);
    expect(ours).toBeLessThan(counted + 100);
  });

  it("leaves room for the whole recording in the browser's quota", async () => {
    const quota = await setting.browser.worker.evaluate(
      () =>
        (globalThis as unknown as { chrome: { storage: Storage } }).chrome.storage.session
          .QUOTA_BYTES,
    );
    expect(quota).toBe(10_485_760);
  });
});
