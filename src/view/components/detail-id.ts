/** The id of the detail view's element. A separate file, as lists load before any detail. */
export const DETAIL_ID = "detail";
