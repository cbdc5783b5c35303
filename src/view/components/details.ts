/** What is shown of the chosen one: fetched while the list is already there to be read. */
export { ExchangeDetail } from "./ExchangeDetail.tsx";
export { IssueDetail } from "./IssueDetail.tsx";
