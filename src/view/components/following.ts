/** What only a panel that follows a tab needs: fetched while the list is already there to be read. */

export { withLoadLines } from "../model/load-lines.ts";
export { createProgressStore } from "../model/progress-store.ts";
export { CheckAgain } from "./CheckAgain.tsx";
export { CompareLoads } from "./CompareLoads.tsx";
export { LoadRow } from "./LoadRow.tsx";
export { ProgressLine } from "./ProgressLine.tsx";
