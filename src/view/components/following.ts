/** Parts that only a panel following a tab needs: loaded while the list is already visible. */

export { withLoadLines } from "../model/load-lines.ts";
export { createProgressStore } from "../model/progress-store.ts";
export { AccessBanner } from "./AccessBanner.tsx";
export { CheckAgain } from "./CheckAgain.tsx";
export { ClosedBanner } from "./ClosedBanner.tsx";
export { CompareLoads } from "./CompareLoads.tsx";
export { LoadRow } from "./LoadRow.tsx";
export { ProgressLine } from "./ProgressLine.tsx";
export { TrialBanner } from "./TrialBanner.tsx";
export { UnheardBanner } from "./UnheardBanner.tsx";
