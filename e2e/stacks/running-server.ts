import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { certificate } from "./certificate.ts";
import { type Filling, fill, type LabStack, type Site } from "./lab-stack.ts";

/** The ports of the applications behind proxies: without CORS, with CORS, and one without an application. */
export interface Upstreams {
  readonly plain: number;
  readonly withCors: number;
  readonly dead: number;
}

/** A real server that is listening. */
export interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

const START_MS = 30_000;
const BETWEEN_MS = 25;

/** A free port of 127.0.0.1. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === "string") throw new Error("There is no port.");
  return address.port;
}

/**
 * Writes a stack's files and starts it.
 * @param base the folder below which its packages are found.
 * @param own the user's own main file, with `{{port}}`, `{{upstream}}`, `{{dead}}` and `{{folder}}` for the
 * site's values.
 * @throws Error with the server's output, if it does not listen in time.
 */
export async function startServer(
  stack: LabStack,
  base: string,
  upstreams: Upstreams,
  filling: Filling,
  own: string | null = null,
): Promise<RunningServer> {
  const folder = mkdtempSync(join(base, "run-"));
  const { dead, plain, withCors } = upstreams;
  const upstream = filling.appHasCors === undefined ? plain : withCors;
  const isHttp2 = filling.http2 !== undefined;
  const site: Site = { dead, upstream, folder, isHttp2, port: await freePort() };
  try {
    if (isHttp2) {
      const { cert, key } = certificate();
      writeFileSync(join(folder, "cert.pem"), cert);
      writeFileSync(join(folder, "key.pem"), key);
      writeFileSync(join(folder, "both.pem"), cert + key);
    }
    const [main, ...others] = Object.entries(stack.files(site));
    if (main === undefined) throw new Error(`${stack.id} has no file.`);
    const text = own === null ? main[1] : withSite(own, site);
    for (const [file, template] of [[main[0], text] as const, ...others]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), fill(template, filling));
    }
    if (stack.prepare !== undefined) {
      const { program, args, env } = stack.prepare(site);
      const options = { cwd: folder, env: { ...process.env, ...env }, encoding: "utf8" } as const;
      const { status, stdout, stderr } = spawnSync(program, args, options);
      if (status !== 0) throw new Error(`${program}: ${stdout}${stderr}`);
    }
    const server = await listening(stack, site);
    return {
      port: site.port,
      stop: async () => {
        await server.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function withSite(text: string, site: Site): string {
  return Object.entries(site).reduce(
    (all, [name, value]) => all.replaceAll(`{{${name}}}`, String(value)),
    text,
  );
}

async function listening(stack: LabStack, site: Site): Promise<{ stop(): Promise<void> }> {
  const { program, args, env } = stack.start(site);
  const child = spawn(program, args, {
    cwd: site.folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // A separate group: servers have children.
    detached: true,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-4_000);
    });
  }
  const ended = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code, signal) => resolve(`ended with ${code ?? signal}`));
  });
  let end: string | null = null;
  void ended.then((how) => {
    end = how;
  });
  const deadline = Date.now() + (stack.startMs ?? START_MS);
  while (!(await isOpen(site.port))) {
    if (end !== null) throw new Error(`${stack.id} ${end}: ${said}`);
    if (Date.now() > deadline) {
      await kill(child, ended);
      throw new Error(`${stack.id} does not listen on ${site.port}: ${said}`);
    }
    await setTimeout(BETWEEN_MS);
  }
  return { stop: () => kill(child, ended) };
}

const KILL_MS = 3_000;

async function kill(child: ChildProcess, ended: Promise<string>): Promise<void> {
  const signal = (name: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // It has ended already.
    }
  };
  signal("SIGTERM");
  const controller = new AbortController();
  const late = setTimeout(KILL_MS, "late", { signal: controller.signal }).catch(() => "");
  if ((await Promise.race([ended, late])) === "late") signal("SIGKILL");
  controller.abort();
  await ended;
  signal("SIGKILL");
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
