import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { CopyKind } from "../../report/copy-texts.ts";
import { type MessageName, say } from "../../words/words.ts";
import { type MakeText, useCopy } from "./clipboard.ts";
import { menuItems, moveInMenu } from "./menu-keys.ts";

export const COPY_ITEMS = {
  "curl-preflight": "copy_curl_preflight",
  "curl-request": "copy_curl_request",
  fetch: "copy_fetch",
  headers: "copy_headers",
  summary: "copy_summary",
  markdown: "copy_markdown",
  report: "copy_report",
  "cmd-preflight": "copy_cmd_preflight",
  "cmd-request": "copy_cmd_request",
  "powershell-preflight": "copy_powershell_preflight",
  "powershell-request": "copy_powershell_request",
} as const satisfies Record<CopyKind | "report", MessageName>;

const KINDS = Object.keys(COPY_ITEMS) as (CopyKind | "report")[];

/** The height of the status bar and the menu's border, in pixels. */
const BELOW = 34;

interface CopyMenuProps {
  /** Kinds that do not apply here. */
  without: readonly CopyKind[];
  includeSecrets: boolean;
  textOf: (kind: CopyKind | "report") => ReturnType<MakeText>;
}

/** The texts that can be copied here. */
export function CopyMenu({ without, includeSecrets, textOf }: CopyMenuProps) {
  const box = useRef<HTMLSpanElement>(null);
  const open = useSignal(false);
  const [said, copy] = useCopy();
  useLayoutEffect(() => {
    const menu = box.current?.querySelector<HTMLElement>("[role=menu]");
    // A panel docked at the bottom is too low to show the whole menu above its status bar.
    if (menu) menu.style.maxHeight = `${innerHeight - menu.getBoundingClientRect().top - BELOW}px`;
  }, [open.value]);
  useEffect(() => {
    if (open.value) menuItems(box.current)[0]?.focus();
  }, [open.value]);

  const close = (backToButton: boolean) => {
    open.value = false;
    if (backToButton) box.current?.querySelector("button")?.focus();
  };
  const take = (kind: CopyKind | "report") => {
    close(true);
    void copy(() => textOf(kind));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!open.value) return;
    if (moveInMenu(box.current, event.key)) {
      // moveInMenu() has already moved the focus.
    } else if (event.key === "Escape") close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: handles the keys and the focus of its content.
    <span
      class="menu-box"
      ref={box}
      onKeyDown={onKeyDown}
      onFocusOut={(event) => {
        if (!box.current?.contains(event.relatedTarget as Node | null)) close(false);
      }}
    >
      <span role="status" class="copy">
        {said}
      </span>
      <button
        type="button"
        class="button"
        aria-haspopup="menu"
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        {say("copy_menu")} <span aria-hidden="true">▾</span>
      </button>
      {open.value && (
        <div class="menu" role="menu" aria-label={say("copy_menu")}>
          {KINDS.filter((kind) => !(without as readonly string[]).includes(kind)).map((kind) => (
            <button
              key={kind}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => take(kind)}
            >
              {say(COPY_ITEMS[kind])}
            </button>
          ))}
          <p class="subtle">{includeSecrets ? say("copy_with_secrets") : say("copy_redacted")}</p>
        </div>
      )}
    </span>
  );
}
