/**
 * Takes a file dropped anywhere on the document; of several, the first. Otherwise the browser would navigate
 * to it.
 */
export function takeDroppedFiles(onFile: (file: File) => void): void {
  const root = document.documentElement;
  const holdsFiles = ({ dataTransfer }: DragEvent) =>
    dataTransfer?.types.includes("Files") === true;
  root.addEventListener("dragover", (event) => {
    if (holdsFiles(event)) event.preventDefault();
  });
  root.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) onFile(file);
  });
}
