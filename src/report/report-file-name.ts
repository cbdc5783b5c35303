/** "crosscheck-app.shop.test-20260731-142501.har", in local time. */
export function reportFileName(
  host: string | null,
  at: Date,
  extension: "har" | "md" | "html" | "json",
): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  const time = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
  const safeHost = (host ?? "tab").replace(/[^a-z0-9.-]+/gi, "_").slice(0, 80);
  return `crosscheck-${safeHost}-${day}-${time}.${extension}`;
}
