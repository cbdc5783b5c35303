import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Lab, startLab } from "./lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.close());

/** Writes a request literally, and resolves with every byte of the response as latin1. */
function request(port: number, target: string, method = "GET"): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", () => resolve(Buffer.concat(chunks).toString("latin1")));
    socket.on("error", reject);
    socket.write(`${method} ${target} HTTP/1.1\r\nHost: lab\r\nX-Odd-CASE: 1\r\n\r\n`);
  });
}

describe("literal responses", () => {
  test("keep duplicates, order, spelling and bytes", async () => {
    const headers = [
      ["access-control-allow-ORIGIN", "*"],
      ["Access-Control-Allow-Origin", "\u00e9\u00ff"],
    ] as const;
    lab.respond("odd", { response: { status: 299, statusText: "Odd", headers, body: "hi" } });
    expect(await request(lab.servers.apiA.port, "/_/odd")).toBe(
      [
        "HTTP/1.1 299 Odd",
        "access-control-allow-ORIGIN: *",
        "Access-Control-Allow-Origin: \u00e9\u00ff",
        "Content-Length: 2",
        "Connection: close",
        "",
        "hi",
      ].join("\r\n"),
    );
  });

  test("may be huge", async () => {
    const headers = Array.from({ length: 5000 }, () => ["X-Many", "1"] as const);
    const value = "v".repeat(256 * 1024);
    lab.respond("huge", { response: { headers: [...headers, ["X-Long", value]] } });
    const response = await request(lab.servers.apiA.port, "/_/huge");
    expect(response.match(/X-Many: 1\r\n/g)).toHaveLength(5000);
    expect(response).toContain(`X-Long: ${value}\r\n`);
  });

  test("may depend on the request", async () => {
    lab.respond("echo", (request) => ({ body: `${request.server} ${request.target}` }));
    expect(await request(lab.servers.cdn.port, "/_/echo/deep?x=1")).toContain(
      "cdn /_/echo/deep?x=1",
    );
  });

  test("may wait for their turn", async () => {
    let go = () => {};
    const after = new Promise<void>((resolve) => {
      go = resolve;
    });
    lab.respond("late", { response: { after, body: "at last" } });
    const response = request(lab.servers.apiA.port, "/_/late");
    await lab.requestArrived((request) => request.target === "/_/late");
    go();
    expect(await response).toContain("at last");
  });

  test("may be no HTTP", async () => {
    lab.respond("bytes", { response: { bytes: Buffer.from("\0\u00ff", "latin1") } });
    expect(await request(lab.servers.apiA.port, "/_/bytes")).toBe("\0\u00ff");
  });

  test("may be no response", async () => {
    lab.respond("close", { response: "close" });
    lab.respond("reset", { response: "reset" });
    expect(await request(lab.servers.apiA.port, "/_/close")).toBe("");
    await expect(request(lab.servers.apiA.port, "/_/reset")).rejects.toThrow("ECONNRESET");
  });
});

test("every request is on record, with its headers as they were spelled", async () => {
  await request(lab.servers.apiB.port, "/open?on-record");
  expect(lab.requests.find((request) => request.target === "/open?on-record")).toEqual({
    server: "apiB",
    method: "GET",
    target: "/open?on-record",
    headers: [
      ["Host", "lab"],
      ["X-Odd-CASE", "1"],
    ],
  });
});

test("Express responds where no script does", async () => {
  expect(await request(lab.servers.apiB.port, "/open")).toMatch(/access-control-allow-origin: \*/i);
});

test("nothing listens at the refused origin", async () => {
  const { port } = new URL(lab.origins.refused);
  await expect(request(Number(port), "/")).rejects.toThrow("ECONNREFUSED");
});
