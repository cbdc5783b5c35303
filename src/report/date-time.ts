/** The last millisecond of the year 9999: later dates have an extended form, which HAR does not allow. */
const LAST = 253_402_300_799_999;

/** A time in HAR's form; the nearest possible one for any number, in milliseconds since the epoch. */
export function dateTime(milliseconds: number): string {
  const within = Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), LAST) : 0;
  return new Date(within).toISOString();
}
