import { spawn } from "node:child_process";
import { delimiter } from "node:path";

/**
 * Runs a program, a package's or npm, in the root folder.
 * @param {string} root
 * @param {string} name
 * @param {readonly string[]} args
 * @param {{ readonly quiet?: "output" | "all" }} [options] quiet: what it writes to its standard output, or also to its
 *   standard error, is returned and not shown.
 * @returns {Promise<{ readonly ok: boolean, readonly output: string, readonly errors: string }>}
 */
export function program(root, name, args, { quiet } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, {
      cwd: root,
      env: {
        ...process.env,
        ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }),
        PATH: `${root}/node_modules/.bin${delimiter}${process.env.PATH}`,
      },
      stdio: ["ignore", quiet ? "pipe" : "inherit", quiet === "all" ? "pipe" : "inherit"],
      shell: process.platform === "win32",
    });
    let output = "";
    let errors = "";
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      errors += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, output, errors }));
  });
}
