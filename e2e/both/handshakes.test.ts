import { beforeAll, describe, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { exchangeOf, tellsOf } from "../chromium/setting.ts";
import { HANDSHAKES, type Handshake, openWebSocket, serveHandshake } from "../lab/handshakes.ts";
import { BROWSERS } from "./driven-browser.ts";

/** Whether it opens: Firefox 153 accepts a subprotocol that the page did not offer, Chromium refuses it. */
const opensIn = (product: "Chromium" | "Firefox", { status, opens }: Handshake) =>
  opens || (product === "Firefox" && status === 101);

/** The expected report on a handshake: Chromium reports no response to extensions, Firefox every one. */
function wanted(product: "Chromium" | "Firefox", one: Handshake): object {
  if (opensIn(product, one)) return { outcome: "allowed", diagnosis: [] };
  return {
    outcome: "failed",
    rule: "websocket-refused",
    diagnosis: [{ code: "websocket-refused", side: "server", certainty: "ambiguous" }, {}],
  };
}

describe.each(BROWSERS)("in %s", (product, use) => {
  const browser = use();
  const urls: string[] = [];
  const seen: string[] = [];
  let har: CorsHar;

  beforeAll(async () => {
    const { lab, page } = browser;
    const panel = await page.openPanel();
    for (const [index, one] of HANDSHAKES.entries()) {
      const url = serveHandshake(lab, one, `handshake-${index}`);
      seen.push(await page.evaluate(openWebSocket, url));
      urls.push(url);
    }
    har = await panel.exportHarWhen((report) => urls.every((url) => tellsOf(url)(report)));
  });

  it.each(HANDSHAKES.map((one, index) => ({ ...one, index })))(
    "a handshake $name",
    ({ index, ...one }) => {
      expect(seen[index]).toBe(opensIn(product, one) ? "open" : "error");
      expect(exchangeOf(har, urls[index] as string)).toMatchObject(wanted(product, one));
    },
  );
});
