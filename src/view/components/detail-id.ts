/** The element that shows what is chosen in a list. Apart from it, as lists are there before any detail. */
export const DETAIL_ID = "detail";
