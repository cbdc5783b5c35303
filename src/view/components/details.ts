/** What the first view does without: fetched while the list is already there to be read. */
export { AccessBanner } from "./AccessBanner.tsx";
export { ColumnsMenu } from "./ColumnsMenu.tsx";
export { copyRow } from "./copy-row.ts";
export { ExchangeDetail } from "./ExchangeDetail.tsx";
export { IssueDetail } from "./IssueDetail.tsx";
export { RowMenu } from "./RowMenu.tsx";
export { Splitter } from "./Splitter.tsx";
export { TrialBanner } from "./TrialBanner.tsx";
export { UnheardBanner } from "./UnheardBanner.tsx";
