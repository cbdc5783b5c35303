/** Parts that only a panel following a tab needs: loaded while the list is already visible. */

export { withLoadLines } from "../model/load-lines.ts";
export { createProgressStore } from "../model/progress-store.ts";
export { CheckAgain } from "./CheckAgain.tsx";
export { CompareLoads } from "./CompareLoads.tsx";
export { LoadRow } from "./LoadRow.tsx";
export { ProgressLine } from "./ProgressLine.tsx";
