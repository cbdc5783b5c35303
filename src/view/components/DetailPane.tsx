import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Bucket } from "../../issues/bucket.ts";
import { say } from "../../words/words.ts";
import { DETAIL_ID } from "./detail-id.ts";
import { Icon } from "./Icon.tsx";
import { Mark } from "./Mark.tsx";

/** Scrolls the detail view until the element is right below its head; nothing else is scrolled. */
export function scrollDetailTo(element: Element): void {
  const pane = element.closest(`#${DETAIL_ID}`);
  const head = pane?.firstElementChild;
  if (pane == null || head == null) return;
  pane.scrollTop += element.getBoundingClientRect().top - head.getBoundingClientRect().bottom;
}

interface DetailPaneProps {
  name: string;
  /** The id of the content: a new id scrolls to the top. */
  of: string;
  bucket: Bucket;
  /** A few words beside the mark. */
  outcome: ComponentChildren;
  /** Further actions beside the close button. */
  tools?: ComponentChildren;
  onClose: () => void;
  children: ComponentChildren;
}

/** The frame around the selected item: its name, the close button, and its content. */
export function DetailPane({
  name,
  of,
  bucket,
  outcome,
  tools,
  onClose,
  children,
}: DetailPaneProps) {
  const pane = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (pane.current !== null) pane.current.scrollTop = 0;
  }, [of]);
  return (
    <section id={DETAIL_ID} class="detail" ref={pane} tabIndex={-1} aria-label={name}>
      <header class="detail-head">
        <button type="button" class="button narrow-only" onClick={onClose}>
          <Icon name="back" />
          {say("detail_back")}
        </button>
        <p class="outcome" data-bucket={bucket}>
          <Mark kind={bucket} />
          {outcome}
        </p>
        {tools}
        <button
          type="button"
          class="button icon-button wide-only"
          aria-label={say("detail_close")}
          title={say("detail_close")}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      <div class="detail-body">{children}</div>
    </section>
  );
}
