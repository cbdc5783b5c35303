import type { LabResponse } from "./lab-response.ts";
import { listenOnLoopback } from "./loopback.ts";
import { type OriginServer, startOrigin } from "./origin-server.ts";
import type { LabOrigins, LabRequest, OriginName } from "./origins.ts";
import { servePages } from "./pages.ts";
import { type Script, Scripts } from "./scripts.ts";
import { labCertificate } from "./secure-origin.ts";
import { expressApps } from "./services/express-apps.ts";
import { handWritten } from "./services/hand-written.ts";
import { staticFiles } from "./services/static-files.ts";

/** Misconfigured servers on loopback, for the demo and the tests. */
export interface Lab {
  readonly origins: LabOrigins;
  readonly servers: Readonly<Record<OriginName, OriginServer>>;
  /** Every request that reached a server, in order of arrival. */
  readonly requests: readonly LabRequest[];
  /** Has every origin respond under `/_/<id>` by the script. */
  respond(id: string, script: Script): void;
  /** The URL at which `respond(id, …)` applies: url("apiA", "case-1", "?x=1"). */
  url(server: OriginName, id: string, rest?: string): string;
  /** Resolves with the first request, past or coming, that satisfies the condition. */
  requestArrived(condition: (request: LabRequest) => boolean): Promise<LabRequest>;
  close(): Promise<void>;
}

/**
 * Starts all servers, on ports that the system chooses.
 *
 * @param options.secure whether pages and APIs speak TLS as well, with the lab's own certificate.
 */
export async function startLab({ secure = false } = {}): Promise<Lab> {
  const certificate = secure ? labCertificate() : null;
  const scripts = new Scripts();
  const requests: LabRequest[] = [];
  const waiting = new Set<(request: LabRequest) => void>();
  const requestArrived = (condition: (request: LabRequest) => boolean) =>
    new Promise<LabRequest>((resolve) => {
      const past = requests.find(condition);
      if (past) return resolve(past);
      const look = (request: LabRequest) => {
        if (!condition(request)) return;
        waiting.delete(look);
        resolve(request);
      };
      waiting.add(look);
    });

  let origins: LabOrigins | null = null;
  const whereEverythingIs = () => {
    if (origins === null) throw new Error("The lab is still starting.");
    return origins;
  };
  const pages = servePages(whereEverythingIs, requestArrived);
  const serve = {
    page: pages,
    apiA: handWritten(whereEverythingIs),
    apiB: expressApps(whereEverythingIs),
    cdn: staticFiles(),
    outside: pages,
    home: staticFiles(),
  };
  const start = (server: OriginName, hostname: string) =>
    startOrigin(
      hostname,
      serve[server],
      (head): LabResponse | null => {
        const request = { ...head, server };
        requests.push(request);
        for (const look of [...waiting]) look(request);
        return scripts.responseTo(request);
      },
      certificate,
    );

  const [page, apiA, apiB, cdn, outside, home, reset, empty, refused] = await Promise.all([
    start("page", "localhost"),
    start("apiA", "api-a.localhost"),
    start("apiB", "api-b.localhost"),
    start("cdn", "cdn.localhost"),
    start("outside", "outside.localhost"),
    start("home", "home.localhost"),
    startOrigin(
      "resets.localhost",
      () => {},
      () => "reset",
    ),
    startOrigin(
      "says-nothing.localhost",
      () => {},
      () => "close",
    ),
    listenOnLoopback(() => {}),
  ]);
  // The port was free a moment ago: now nothing listens on it.
  await refused.close();

  const servers = { page, apiA, apiB, cdn, outside, home };
  origins = {
    page: page.origin,
    pageByAddress: page.at("127.0.0.1"),
    apiA: apiA.origin,
    apiB: apiB.origin,
    cdn: cdn.origin,
    refused: `http://nobody-home.localhost:${refused.port}`,
    reset: reset.origin,
    empty: empty.origin,
  };
  return {
    origins,
    servers,
    requests,
    requestArrived,
    respond: (id, script) => scripts.set(id, script),
    url: (server, id, rest = "") => `${servers[server].origin}/_/${encodeURIComponent(id)}${rest}`,
    close: async () => {
      await Promise.all([...Object.values(servers), reset, empty].map((server) => server.close()));
    },
  };
}
