import { expect } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { textOfHtmlReport } from "../../src/report/read-html-report.test-helper.ts";
import {
  SECRET_HEADERS,
  SECRET_PARAMETERS,
  SECRET_PATHS,
} from "../../src/report/secrets.test-table.ts";
import { tellsOf } from "../chromium/setting.ts";
import type { Lab } from "./lab.ts";

/** A page and its panel, in any browser. */
export interface SecretsDriver {
  fetch(url: string, init?: RequestInit): Promise<unknown>;
  /** Runs a function in the page. */
  inPage(run: (url: string) => void, url: string): Promise<void>;
  exportHarWhen(complete: (har: CorsHar) => boolean): Promise<CorsHar>;
  exportMarkdown(): Promise<string>;
  exportHtml(): Promise<string>;
  /** The texts of all copy menu items and buttons for the first request of a filter. */
  copiesOf(filter: string): Promise<readonly string[]>;
  /** The text of the first problem's copy button. */
  copyOfIssue(): Promise<string>;
  saveBugReport(): Promise<CorsHar>;
  exportHarWithSecrets(): Promise<CorsHar>;
}

/** A letter, a digit and a unique number: even a part of it can be recognised in a text. */
const secretOf = (number: number) => `Zq7${String(number).padStart(4, "0")}kX9vB2mW4`;
const ANY_SECRET = /Zq7\d{4}kX9/;

const FILTERS = ["/x.png", "_/open", "_/shut", "/session/", "/services/"];

/** Has a page send and receive secrets in every place, and searches everything that can be exported. */
export async function expectNoSecretGivenAway(lab: Lab, driver: SecretsDriver): Promise<void> {
  const { har, planted, origin } = await plantSecrets(lab, driver);
  expect(planted).toBeGreaterThan(200);
  expect(har.log._cors.exchanges.some(({ url }) => url.includes("/x.png"))).toBe(true);
  const html = textOfHtmlReport(await driver.exportHtml());
  expect(html).toContain(`${origin}/session/`);
  const bugReport = await driver.saveBugReport();
  expect(bugReport.log._cors.exchanges.length).toBe(har.log._cors.exchanges.length);
  const texts = [har, bugReport].map((one) => JSON.stringify(one));
  texts.push(await driver.exportMarkdown(), html);
  for (const of of FILTERS) {
    const copies = await driver.copiesOf(of);
    expect(copies.length, `copies of ${of} of ${origin}`).toBeGreaterThan(2);
    texts.push(...copies);
  }
  texts.push(await driver.copyOfIssue());
  expect(texts.length).toBeGreaterThan(25);
  for (const text of texts) {
    const around = text.slice(Math.max(0, text.search(ANY_SECRET) - 150)).slice(0, 250);
    expect(text).not.toBe("");
    expect(ANY_SECRET.exec(text) && around).toBe(null);
  }
  // The secrets were there to be found.
  expect(JSON.stringify(await driver.exportHarWithSecrets())).toMatch(ANY_SECRET);
}

async function plantSecrets(lab: Lab, driver: SecretsDriver) {
  let planted = 0;
  const next = () => secretOf(planted++);
  const cors = [
    ["Access-Control-Allow-Origin", lab.origins.page],
    ["Access-Control-Allow-Headers", "*"],
  ] as const;
  const headers = SECRET_HEADERS.filter((name) => !/cookie|^proxy-/i.test(name));
  const response = headers.map((name) => [name, next()] as const);
  lab.respond("open", {
    preflight: { status: 204, headers: cors },
    response: { headers: [...cors, ...response] },
  });
  lab.respond("shut", {
    preflight: { status: 403, headers: response },
    response: { headers: response },
  });
  const query = (names: readonly string[]) =>
    `?${names.map((name) => `${name}=${next()}`).join("&")}`;
  const half = Math.ceil(SECRET_PARAMETERS.length / 2);
  await driver.fetch(lab.url("apiA", "open", query(SECRET_PARAMETERS.slice(0, half))), {
    headers: Object.fromEntries(headers.map((name) => [name, next()])),
  });
  await driver.fetch(lab.url("apiA", "shut", query(SECRET_PARAMETERS.slice(half))), {
    method: "PUT",
    headers: { "X-Api-Key": next(), "Content-Type": "application/json" },
  });
  const { origin } = new URL(lab.url("apiA", "shut"));
  for (const path of SECRET_PATHS) await driver.fetch(origin + path.replaceAll("§", next()));
  // An image that a policy blocks is never requested: only its URL is known.
  await driver.inPage(addRefusedImage, `${origin}/x.png?access_token=${next()}`);
  const har = await driver.exportHarWhen(
    (it) => JSON.stringify(it).includes("/x.png") && tellsOf(`${origin}/session/redacted`)(it),
  );
  return { har, planted, origin };
}

function addRefusedImage(url: string): void {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "img-src 'none'";
  document.head.append(policy);
  document.body.append(Object.assign(new Image(), { src: url }));
}
