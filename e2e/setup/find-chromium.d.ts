// The .mjs files here run before TypeScript is installed; this declares their exports.
declare module "*/find-chromium.mjs" {
  /** The path of a Chromium that loads unpacked extensions. */
  export function findChromium(): Promise<string>;
}
