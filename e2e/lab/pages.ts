import { readFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { setTimeout } from "node:timers/promises";
import express from "express";
import { transformWithOxc } from "vite";
import { cases } from "./cases.ts";
import type { LabOrigins, LabRequest } from "./origins.ts";

const LONG_ENOUGH_MS = 2000;

/**
 * The page origin: the demo page at /, an empty page at /blank, and the frame and the worker that make
 * calls for a page.
 */
export function servePages(
  origins: () => LabOrigins,
  requestArrived: (condition: (request: LabRequest) => boolean) => Promise<LabRequest>,
): RequestListener {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);

  app.get("/", async (_request, response) => {
    const html = await readFile(new URL("demo-page.html", import.meta.url), "utf8");
    const data = JSON.stringify(
      cases.map(({ id, title, group, call }) => ({ id, title, group, call: call(origins()) })),
    ).replaceAll("<", "\\u003c");
    response.type("html").send(html.replace("[]", () => data));
  });
  app.get("/demo-page.css", (_request, response) => {
    response.sendFile(new URL("demo-page.css", import.meta.url).pathname);
  });
  app.get("/blank", (_request, response) => {
    response.type("html").send("<!doctype html><title>Blank</title>");
  });
  app.get(["/frame", "/served/frame"], async (request, response) => {
    response.set(JSON.parse(String(request.query.headers ?? "{}")));
    const script = `${await performScript()}
      ${request.path === "/served/frame" ? UNTIL_SERVED : ""}
      addEventListener("message", async ({ data }) => parent.postMessage(await perform(data), "*"));
      parent.postMessage("ready", "*");`;
    response.type("html").send(`<!doctype html><script type="module">${script}</script>`);
  });
  app.get("/worker.js", async (_request, response) => {
    response.type("js").send(`${await performScript()}
      onmessage = async ({ data }) => postMessage(await perform(data));
      postMessage("ready");`);
  });
  app.get("/served/worker.js", (_request, response) => {
    response.type("js").send(SERVICE_WORKER);
  });
  app.get("/:script.js", async (request, response, next) => {
    const name = request.params.script;
    if (!/^(?:perform|perform-element|demo-page)$/.test(name)) return next();
    response.type("js").send(await scriptOf(name));
  });
  app.get("/arrived", async (request, response) => {
    const url = new URL(String(request.query.url));
    const arrival = requestArrived(({ target }) => target === url.pathname + url.search);
    // A request that never arrives must not occupy one of the page's few connections.
    await Promise.race([arrival, setTimeout(LONG_ENOUGH_MS)]);
    response.sendStatus(204);
  });

  // The page's own API, for same-origin requests.
  app.get("/go", (request, response) => response.redirect(302, String(request.query.to)));
  app.get("/profile", (_request, response) => response.json({ name: "Ada" }));
  return app;
}

/** In a frame: continues once a service worker controls the document. */
const UNTIL_SERVED = `
  const controlled = new Promise((resolve) => {
    navigator.serviceWorker.oncontrollerchange = resolve;
    if (navigator.serviceWorker.controller) resolve();
  });
  await navigator.serviceWorker.register("/served/worker.js");
  await controlled;`;

/** Other requests go to the network. */
const SERVICE_WORKER = `
  oninstall = () => skipWaiting();
  onactivate = (event) => event.waitUntil(clients.claim());
  onfetch = (event) => {
    const { pathname } = new URL(event.request.url);
    if (pathname === "/by-worker") event.respondWith(new Response("{}"));
    if (pathname === "/failed-by-worker") event.respondWith(Response.error());
  };`;

/** For frames and workers: one file, because a sandboxed frame's imports are blocked. */
const performScript = async () =>
  `${await scriptOf("perform-element")}\n${await scriptOf("perform")}`
    .replaceAll(/^import .*$/gm, "")
    .replaceAll(/^export (?=async|function|const)/gm, "");

/** A TypeScript file of this folder as JavaScript. */
async function scriptOf(name: string): Promise<string> {
  const source = new URL(`${name}.ts`, import.meta.url);
  const { code } = await transformWithOxc(await readFile(source, "utf8"), source.pathname);
  return code.replaceAll('.ts"', '.js"');
}
