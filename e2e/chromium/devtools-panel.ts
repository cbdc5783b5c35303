import type { CDPSession, Frame, Page } from "playwright";

/** The title of our panel in DevTools. */
const PANEL_TITLE = "CORS";
const PANEL_PAGE = "/src/panel/panel.html";

export interface DevToolsPanel {
  /** The whole DevTools window. */
  readonly window: Page;
  /** Our panel in it. */
  readonly panel: Frame;
}

/**
 * Opens DevTools for a page and selects our panel. Works only if Playwright was imported with
 * PW_CHROMIUM_ATTACH_TO_OTHER set.
 */
export async function openDevToolsPanel(page: Page, origin: string): Promise<DevToolsPanel> {
  const context = page.context();
  const browser = context.browser();
  if (!browser) throw new Error("The context has no browser.");
  const session = await browser.newBrowserCDPSession();
  try {
    const opening = context.waitForEvent("page", {
      predicate: (opened) => opened.url().startsWith("devtools://"),
    });
    await (session as AnySession).send("Target.openDevTools", { targetId: await targetIdOf(page) });
    const window = await opening;
    return { window, panel: await choosePanel(window, origin) };
  } finally {
    await session.detach();
  }
}

/** Docks DevTools below the page, over its whole width; initially it is beside the page. */
export async function dockBelow(
  { window, panel }: DevToolsPanel,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  // At DevTools' initial size the pointer does not reach the lower end of our frame, because of the
  // window's bars. After a resize it does.
  await window.setViewportSize({ ...size, height: size.height + 1 });
  await window.setViewportSize(size);
  await window.keyboard.press("Control+Shift+KeyD");
  await panel.waitForFunction((whole) => innerWidth === whole, size.width);
}

/** Playwright's types lack the newest commands. */
type AnySession = { send(method: string, params: object): Promise<unknown> };

async function targetIdOf(page: Page): Promise<string> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send("Target.getTargetInfo");
  await session.detach();
  return targetInfo.targetId;
}

const ATTEMPTS = 30;

/** Shows our panel again, in place of another DevTools panel, until it can be clicked. */
export async function showPanel(
  { window, panel }: DevToolsPanel,
  extensionId: string,
): Promise<void> {
  await window.evaluate((name) => {
    type Api = { InspectorFrontendAPI?: { showPanel?(panel: string): void } };
    (globalThis as Api).InspectorFrontendAPI?.showPanel?.(name);
  }, `chrome-extension://${extensionId}${PANEL_TITLE}`);
  await untilPointersReach(window, panel);
}

const REACHED_MS = 30_000;

/** The pointer reaches the panel that was drawn last, which is the previous one for a while. */
async function untilPointersReach(window: Page, panel: Frame): Promise<void> {
  const element = await panel.frameElement();
  await element.waitForElementState("visible");
  let isReached = false;
  let step = 0;
  const reached = panel
    .evaluate(
      () =>
        new Promise<void>((resolve) => {
          addEventListener("pointermove", () => resolve(), { capture: true, once: true });
        }),
    )
    .then(() => {
      isReached = true;
    });
  const deadline = Date.now() + REACHED_MS;
  while (!isReached) {
    if (Date.now() > deadline) throw new Error("No pointer reaches our panel.");
    const { x = 0, y = 0, width = 0, height = 0 } = (await element.boundingBox()) ?? {};
    await window.mouse.move(x + width / 2 + (step++ % 2), y + height - 2);
    await Promise.race([reached, panel.evaluate(() => new Promise(requestAnimationFrame))]);
  }
}

/** Looks for the panel until DevTools has it: DevTools learns late which panels extensions have. */
async function choosePanel(window: Page, origin: string): Promise<Frame> {
  const isPanel = (frame: Frame) => frame.url() === origin + PANEL_PAGE;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const shown = window
      .waitForEvent("framenavigated", { predicate: isPanel, timeout: 500 })
      .catch(() => null);
    await window.evaluate((name) => {
      type Api = { InspectorFrontendAPI?: { showPanel?(panel: string): void } };
      (globalThis as Api).InspectorFrontendAPI?.showPanel?.(name);
    }, origin + PANEL_TITLE);
    const frame = window.frames().find(isPanel) ?? (await shown);
    if (frame) return frame;
  }
  throw new Error(`DevTools has no panel named "${PANEL_TITLE}".`);
}
