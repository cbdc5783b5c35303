import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { canInstall } from "../setup/find-program.mjs";
import type { Software } from "./lab-stack.ts";

/** Outside the repository: `npm ci` empties node_modules, and several checkouts can share this folder. */
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "crosscheck-stacks");

/** Installed software. */
export interface Provisioned {
  /** The folder from which its packages resolve: files that import them must be below it. */
  readonly folder: string;
  /** "express 5.3.0, cors 2.8.6" */
  readonly version: string;
  /** "npm", "Debian 12", … */
  readonly source: string;
}

/**
 * Installs missing software.
 * @throws Error that names what cannot be installed.
 */
export function provision(id: string, software: Software): Provisioned {
  const folder = join(CACHE, id);
  mkdirSync(folder, { recursive: true });
  switch (software.from) {
    case "node":
      return { folder, version: `Node ${process.versions.node}`, source: "Node" };
    case "npm":
      return { folder, ...fromNpm(folder, software.packages) };
    case "debian":
      return { folder, ...fromDebian(software.packages) };
  }
}

function fromNpm(folder: string, packages: Readonly<Record<string, string>>) {
  const manifest = JSON.stringify({ private: true, dependencies: packages });
  const file = join(folder, "package.json");
  const isSame = existsSync(file) && readFileSync(file, "utf8") === manifest;
  const isThere = Object.keys(packages).every((name) =>
    existsSync(join(folder, "node_modules", name, "package.json")),
  );
  if (!isSame || !isThere) {
    writeFileSync(file, manifest);
    const args = ["install", "--no-audit", "--no-fund", "--loglevel=error", "--no-package-lock"];
    const { status, stderr } = spawnSync("npm", args, { cwd: folder, encoding: "utf8" });
    if (status !== 0) {
      writeFileSync(file, "{}");
      throw new Error(`npm could not install ${Object.keys(packages).join(", ")}: ${stderr}`);
    }
  }
  const version = Object.entries(packages)
    .map(([name, wanted]) => `${name} ${wanted}`)
    .join(", ");
  return { version, source: "npm" };
}

function fromDebian(packages: readonly string[]) {
  const missing = packages.filter((name) => debianVersion(name) === null);
  if (missing.length > 0) {
    if (!canInstall())
      throw new Error(`Debian's ${missing.join(", ")}: not installed, and no root`);
    installWithoutStarting(missing);
  }
  const [first = ""] = packages;
  const version = debianVersion(first);
  if (version === null) throw new Error(`Debian has no ${first}`);
  return { version: `${first} ${version}`, source: debianRelease() };
}

/** Installs without starting services: policy-rc.d forbids it meanwhile. */
function installWithoutStarting(packages: readonly string[]): void {
  const script = `
    set -e
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
      printf '#!/bin/sh\\nexit 101\\n' > $policy; chmod +x $policy; trap "rm -f $policy" EXIT
    fi
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "$@"`;
  console.log(`Installing ${packages.join(", ")} …`);
  execFileSync("sh", ["-c", script, "sh", ...packages], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/**
 * The upstream part of an installed package's version, without Debian's revision; null if it is not
 * installed.
 */
function debianVersion(name: string): string | null {
  const format = ["db:Status-Status", "Version"].map((field) => `$\{${field}}`).join(" ");
  const args = ["-W", "-f", format, name];
  const { status, stdout } = spawnSync("dpkg-query", args, { encoding: "utf8" });
  const [state, version = ""] = (stdout ?? "").split(" ");
  if (status !== 0 || state !== "installed") return null;
  return version.replace(/^\d+:/, "").replace(/[-+~].*$/, "");
}

function debianRelease(): string {
  const version = existsSync("/etc/debian_version")
    ? readFileSync("/etc/debian_version", "utf8").trim()
    : "";
  return `Debian ${version.split(".")[0] ?? ""}`.trim();
}
