import type { BrowserContext, CDPSession, Page } from "playwright";
import type { Initiator } from "../interference.ts";

const NOWHERE = "no line of a script";

/**
 * Records, from now on, DevTools' initiator for each request of a page and of its existing frames: the
 * nearest stack frame that no ignore list covers.
 * https://developer.chrome.com/docs/devtools/x-google-ignore-list
 */
export async function followInitiators(context: BrowserContext, page: Page): Promise<Initiator[]> {
  const initiators: Initiator[] = [];
  await followIn(await context.newCDPSession(page), initiators);
  for (const frame of page.frames()) {
    // Only a frame in its own process has its own session.
    const session = await context.newCDPSession(frame).catch(() => null);
    if (session !== null && frame !== page.mainFrame()) await followIn(session, initiators);
  }
  return initiators;
}

async function followIn(session: CDPSession, initiators: Initiator[]): Promise<void> {
  const ignored = new Set<string>();
  session.on("Debugger.scriptParsed", ({ scriptId, sourceMapURL }) => {
    if (isIgnored(sourceMapURL ?? "")) ignored.add(scriptId);
  });
  session.on("Network.requestWillBeSent", ({ request, initiator }) => {
    const frames = initiator.stack?.callFrames ?? [];
    const frame = frames.find(({ scriptId }) => !ignored.has(scriptId));
    const place =
      frame === undefined
        ? NOWHERE
        : `${frame.functionName} (${frame.url}:${frame.lineNumber}:${frame.columnNumber})`;
    initiators.push({ url: request.url, initiator: `${initiator.type}: ${place}` });
  });
  await session.send("Debugger.enable");
  await session.send("Debugger.setSkipAllPauses", { skip: true });
  await session.send("Network.enable");
}

/** Whether an inline source map lists all its sources in its ignore list. */
function isIgnored(sourceMapUrl: string): boolean {
  const [, base64, text] = /^data:application\/json(;base64)?,(.*)$/.exec(sourceMapUrl) ?? [];
  if (text === undefined) return false;
  const json = base64 ? Buffer.from(text, "base64").toString() : decodeURIComponent(text);
  const { sources = [], ignoreList = [] } = JSON.parse(json) as {
    readonly sources?: readonly string[];
    readonly ignoreList?: readonly number[];
  };
  return sources.length > 0 && sources.every((_, at) => ignoreList.includes(at));
}
