import { render } from "preact";
import type { Settings } from "../protocol/messages.ts";
import { Notices } from "../view/components/Notices.tsx";
import { loadPart } from "../view/model/load-part.ts";

/** The panel's content if there is no tab to inspect. */
export async function showWithoutTab(root: HTMLElement, settings: Settings): Promise<void> {
  const part = await loadPart(() => import("./open-report.tsx"));
  if (part !== undefined) part.offerReport(root, settings);
  else
    render(
      <p class="empty">
        <Notices notice={null} />
      </p>,
      root,
    );
}
