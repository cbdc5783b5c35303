import type { Lab } from "./lab.ts";

/** Serves a request that has the secret in its URL, a header and its response, and passes. */
export function serveSecretive(lab: Lab, secret: string): { url: string; init: RequestInit } {
  const cors = [
    ["Access-Control-Allow-Origin", lab.origins.page],
    ["Access-Control-Allow-Credentials", "true"],
    ["Access-Control-Allow-Headers", "authorization"],
  ] as const;
  lab.respond("secretive", {
    preflight: { status: 204, headers: cors },
    response: { headers: [...cors, ["Set-Cookie", `again=${secret}`]] },
  });
  // Another port of the page's own host, so that its cookie is sent.
  const url = `${lab.servers.apiA.at("localhost")}/_/secretive?access_token=${secret}`;
  return {
    url,
    init: { credentials: "include", headers: { Authorization: `Bearer ${secret}` } },
  };
}
