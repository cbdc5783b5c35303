import type { ComponentChildren } from "preact";
import type { Store } from "../model/store.ts";

interface SectionProps {
  store: Store;
  /** The section's id, under which it is remembered as open from one exchange to the next. */
  name: string;
  title: string;
  /** A summary short enough to fit beside the title. */
  gist?: string | undefined;
  children: ComponentChildren;
}

/** A collapsible part of the detail view. */
export function Section({ store, name, title, gist, children }: SectionProps) {
  const open = store.openSections.value.has(name);
  return (
    <details
      id={name}
      class="section"
      open={open}
      onToggle={(event) => {
        const next = new Set(store.openSections.value);
        if (event.currentTarget.open) next.add(name);
        else next.delete(name);
        if (next.size !== store.openSections.value.size) store.openSections.value = next;
      }}
    >
      <summary>
        <span class="section-title">{title}</span>
        {gist !== undefined && <span class="section-gist">{gist}</span>}
      </summary>
      {open && <div class="section-body">{children}</div>}
    </details>
  );
}
