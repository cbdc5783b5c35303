import { spawnSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Our own certificate for names below app.test, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /**
   * The key hash by which Chromium accepts it without an error: Chromium never stores responses with a
   * certificate error.
   */
  readonly spki: string;
}

let made: Certificate | null = null;

/**
 * The certificate of this run.
 * @throws Error with openssl's output.
 */
export function certificate(): Certificate {
  made ??= make();
  return made;
}

function make(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "crosscheck-certificate-"));
  const [certFile, keyFile] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  try {
    const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const names = [
      "-subj",
      "/CN=app.test",
      "-addext",
      "subjectAltName=DNS:app.test,DNS:*.app.test",
    ];
    const files = ["-keyout", keyFile, "-out", certFile, "-days", "2"];
    const args = ["req", ...kind, ...names, ...files];
    const { status, error, stderr } = spawnSync("openssl", args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`openssl: ${error?.message ?? stderr}`);
    const cert = readFileSync(certFile, "utf8");
    const key = readFileSync(keyFile, "utf8");
    const spki = new X509Certificate(cert).publicKey.export({ type: "spki", format: "der" });
    return { cert, key, spki: createHash("sha256").update(spki).digest("base64") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
