/** What the first view does without: fetched while the list is already there to be read. */
export { createProgressStore } from "../model/progress-store.ts";
export { AccessBanner } from "./AccessBanner.tsx";
export { CompareLoads } from "./CompareLoads.tsx";
export { ExchangeDetail } from "./ExchangeDetail.tsx";
export { IssueDetail } from "./IssueDetail.tsx";
export { ProgressLine } from "./ProgressLine.tsx";
export { Splitter } from "./Splitter.tsx";
export { TrialBanner } from "./TrialBanner.tsx";
export { UnheardBanner } from "./UnheardBanner.tsx";
