import { expect, it } from "vitest";
import { useSetting } from "./setting.ts";

const setting = useSetting({ keepWelcome: true });

it("the extension says welcome once, after its installation", async () => {
  const { browser, page } = setting;
  const url = browser.extensionUrl("src/welcome/welcome.html");
  const welcomes = () => browser.context.pages().filter((one) => one.url() === url);
  await expect.poll(() => welcomes().length).toBe(1);
  await welcomes()[0]?.getByRole("heading", { name: "Crosscheck is ready" }).waitFor();
  await welcomes()[0]?.getByText("Access granted").waitFor();

  const tabId = await browser.tabIdOf(page);
  await browser.stopServiceWorker();
  // The panel wakes the worker, which sends the recording: it is running, and its listeners are registered.
  const panel = await browser.openPanel(tabId);
  await panel.getByText("No cross-origin requests yet").waitFor();
  expect(welcomes()).toHaveLength(1);
});
