import { describe, expect, it } from "vitest";
import { factsOf } from "../../src/browsers/facts-of.ts";
import { sentCookies } from "../../src/diagnosis/cookies.ts";
import type { HeaderLine } from "../../src/http/header-list.ts";
import { BROWSERS } from "./driven-browser.ts";

const COOKIES = {
  without: "Path=/",
  lax: "Path=/; SameSite=Lax",
  none: "Path=/; SameSite=None; Secure",
  insecure: "Path=/; SameSite=None",
};

describe.each(BROWSERS)("%s", (_product, use) => {
  const browser = use(undefined, undefined, { sendsThirdPartyCookies: true });

  // https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-the-samesite-attribute-2
  it("sends a cookie without SameSite to other sites, unless that counts as Lax", async () => {
    const { lab, page, engine } = browser;
    const allowed: HeaderLine[] = [
      ["Access-Control-Allow-Origin", lab.origins.page],
      ["Access-Control-Allow-Credentials", "true"],
    ];
    const set = Object.entries(COOKIES).map(
      ([name, rest]): HeaderLine => ["Set-Cookie", `${name}=1; ${rest}`],
    );
    lab.respond("sets", { response: { headers: [...allowed, ...set] } });
    lab.respond("gets", { response: { headers: allowed } });
    for (const path of ["sets", "gets"]) {
      await page.fetch(lab.url("apiA", path), { credentials: "include" });
    }
    const got = lab.requests.find(({ target }) => target.endsWith("/gets"));
    const isLax = factsOf(engine).cookiesDefaultToLax;
    expect(sentCookies(got?.headers ?? [])).toEqual([...(isLax ? [] : ["without"]), "none"]);
  });
});
