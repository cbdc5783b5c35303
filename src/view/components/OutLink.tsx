/** An external link. Only to https, whatever the data contains. */
export function OutLink({ url, label }: { url: string; label: string }) {
  if (!url.startsWith("https://")) return <span>{label}</span>;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {label}
    </a>
  );
}
