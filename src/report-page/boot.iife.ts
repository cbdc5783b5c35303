import { fromBase91 } from "../report/base91.ts";
import { PAGE_ID, type UnpackedPage } from "../report/page-data.ts";
import { unpack } from "./unpack.ts";

/** Unpacks a report's page and runs it; the page's CSP allows this script by its hash. */
async function boot(): Promise<void> {
  const packed = document.getElementById(PAGE_ID)?.textContent ?? "";
  const page: UnpackedPage = JSON.parse(await unpack(fromBase91(packed)));
  Object.assign(globalThis, { crosscheckPage: page });
  for (const name of ["style", "script"] as const) {
    document.head.append(Object.assign(document.createElement(name), { textContent: page[name] }));
  }
}

boot().catch((error: unknown) => {
  console.error("Crosscheck could not show the report", error);
  // The noscript text also applies to browsers that cannot decompress.
  const needs = document.querySelector("noscript")?.textContent ?? "";
  document.getElementById("view")?.append(needs);
});
