/** The menus of rows and of the list: not part of a standalone HTML report. */
export { ColumnsMenu } from "./ColumnsMenu.tsx";
export { copyRow } from "./copy-row.ts";
export { RowMenu } from "./RowMenu.tsx";
