/** Parts that the first view does not need: loaded while the list is already visible. */

export * as cells from "../model/cells.ts";
export { ExchangeDetail } from "./ExchangeDetail.tsx";
export { IssueDetail } from "./IssueDetail.tsx";
export { keepFocus } from "./keep-focus.ts";
export { Splitter } from "./Splitter.tsx";
