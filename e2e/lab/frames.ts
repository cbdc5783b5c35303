import type { Lab } from "./lab.ts";

const COEP = ["Cross-Origin-Embedder-Policy", "require-corp"] as const;
const CORP = ["Cross-Origin-Resource-Policy", "cross-origin"] as const;
type Lines = readonly (readonly [name: string, value: string])[];

/** Why a frame is not shown (null: it is), and what the page and the frame are answered with. */
export const FRAMES: readonly (readonly [code: string | null, page: Lines, frame: Lines])[] = [
  ["coep-frame", [COEP], [CORP]],
  ["corp-not-same-origin-after-defaulted-to-same-origin-by-coep", [COEP], [COEP]],
  ["frame-not-allowed", [], [["X-Frame-Options", "DENY"]]],
  [null, [], []],
];

/**
 * Has the lab answer with a page, and with a frame of another origin for it.
 *
 * @returns their URLs.
 */
export function serveFrame(
  lab: Lab,
  [code, ofPage, ofFrame]: (typeof FRAMES)[number],
): { readonly page: string; readonly frame: string } {
  const html = ["Content-Type", "text/html"] as const;
  lab.answer(`page-${code}`, { response: { headers: [html, ...ofPage], body: "<body>" } });
  lab.answer(`frame-${code}`, { response: { headers: [html, ...ofFrame], body: "hi" } });
  return { page: lab.url("page", `page-${code}`), frame: lab.url("apiA", `frame-${code}`) };
}

/** What a report should say of such a frame. */
export const accountOfFrame = (code: string | null) =>
  code === null
    ? { outcome: "allowed", cause: null }
    : { outcome: "blocked", cause: { code, family: "policy" } };
