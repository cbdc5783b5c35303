/** What acts on a row and on the list from a menu: no part of a report as a page by itself. */
export { ColumnsMenu } from "./ColumnsMenu.tsx";
export { copyRow } from "./copy-row.ts";
export { RowMenu } from "./RowMenu.tsx";
