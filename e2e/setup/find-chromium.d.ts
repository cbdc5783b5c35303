// The .mjs files here run before TypeScript is installed; this tells TypeScript what they export.
declare module "*/find-chromium.mjs" {
  /** The path of a Chromium that loads unpacked extensions. */
  export function findChromium(): Promise<string>;
}
