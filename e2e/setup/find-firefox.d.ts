// The .mjs files here run before TypeScript is installed; this declares their exports.
declare module "*/find-firefox.mjs" {
  /** The path of a stock Firefox. */
  export function findFirefox(): Promise<string>;
}
