import { sayCount, sayNumber } from "../../words/words.ts";

/** "1 request", "1,204 requests". */
export function sayRequests(count: number): string {
  return sayCount("count_requests", count);
}

/** "×1,204". */
export function times(count: number): string {
  return `×${sayNumber(count)}`;
}
