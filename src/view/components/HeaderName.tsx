import { VisibleText } from "./VisibleText.tsx";

/** The beginning of a header line. */
export function HeaderName({ name }: { name: string }) {
  return (
    <span class="header-name">
      <VisibleText value={name} />:
    </span>
  );
}
