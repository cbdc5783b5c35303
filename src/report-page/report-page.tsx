import { render } from "preact";
import "../view/styles/panel.css";
import { DEFAULT_SETTINGS, PROTOCOL_VERSION } from "../protocol/messages.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import { PanelView } from "../view/components/PanelView.tsx";
import { NOTHING_TO_RECORD, type PanelActions } from "../view/components/panel-actions.ts";
import { ReportBanner } from "../view/components/ReportBanner.tsx";
import { sayOpenProblem } from "../view/model/open-problem.ts";
import { recordedAround } from "../view/model/recorded-around.ts";
import { deeper } from "../view/model/row.ts";
import { createStore } from "../view/model/store.ts";
import { speakFrom } from "../words/message-table.ts";
import { speakWith } from "../words/words.ts";
import { explainerOf } from "./explainer.ts";
import { type ReadRecording, readRecording, unpackedPage } from "./read-page.ts";

const page = unpackedPage();
const words = Object.entries(page.words).map(([name, message]) => [name, { message }] as const);
speakWith(speakFrom(Object.fromEntries(words)));
const root = document.getElementById("view") as HTMLElement;
readRecording()
  .then(show)
  .catch((error: unknown) => {
    console.error("Crosscheck could not show the report", error);
    render(<p class="empty">{sayOpenProblem("damaged", page.fileName)}</p>, root);
  });

/** The panel's own view of a recording as a standalone page: read-only, without the extension. */
function show({ capture, reported, exchanges }: ReadRecording): void {
  const { browser, redacted, dropped } = capture;
  const keys = new Map(page.exchanges.map(([id, key]) => [id, key]));
  const { fileName } = page;
  const exportedAt = new Date(capture.exportedAt);
  const report = { fileName, exportedAt, browser, redacted, standalone: true } as const;
  const keyOf = ({ exchange }: Judged) => keys.get(exchange.id) ?? null;
  const store = createStore({ judge, keyOf, report });
  deeper.value = explainerOf(page, reported, recordedAround(store.recording));
  const state = { paused: false, dropped, notUnderstood: 0 };
  const settings = DEFAULT_SETTINGS;
  store.receive({ type: "snapshot", version: PROTOCOL_VERSION, exchanges, state, settings });
  // The page shows no controls for these.
  const actions: PanelActions = {
    ...NOTHING_TO_RECORD,
    exportReport() {},
    reportText: async () => page.markdown,
    provenance: () => ({ creatorVersion: "", browser }),
    configPage: "",
  };
  render(
    <PanelView
      store={store}
      browser={exchanges[0]?.browser ?? "chromium"}
      actions={actions}
      banner={<ReportBanner report={report} markdown={page.markdown} />}
    />,
    root,
  );
}
