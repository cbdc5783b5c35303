// The .mjs files here run before TypeScript is installed; this declares their exports.
declare module "*/find-program.mjs" {
  /** The path of the first of these programs that is on the PATH. */
  export function onPath(names: readonly string[]): string | undefined;
  /** Whether Debian packages can be installed: as root, if apt-get exists. */
  export function canInstall(): boolean;
  /** Installs Debian packages. Rejects where apt-get fails. */
  export function install(packages: readonly string[]): Promise<void>;
}
