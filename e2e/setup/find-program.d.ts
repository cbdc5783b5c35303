// The .mjs files here run before TypeScript is installed; this tells TypeScript what they export.
declare module "*/find-program.mjs" {
  /** The path of the first of these programs that is on the PATH. */
  export function onPath(names: readonly string[]): string | undefined;
  /** Whether packages of Debian can be installed: as root, where there is apt-get. */
  export function canInstall(): boolean;
  /** Installs packages of Debian. */
  export function install(packages: readonly string[]): void;
}
