// The .mjs files here run before TypeScript is installed; this tells TypeScript what they export.
declare module "*/find-firefox.mjs" {
  /** The path of a stock Firefox. */
  export function findFirefox(): Promise<string>;
}
