/** How long the URL stays valid, so that the browser can begin to read the file. */
const KEPT_MS = 60_000;

/** Saves a file in the browser's download folder. */
export function download(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
