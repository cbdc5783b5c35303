import { browser, engine } from "./browser.ts";

/** Members missing in the polyfill's types; each browser reports theme changes differently. */
interface DevtoolsPanels {
  readonly themeName?: string;
  openResource?(url: string, lineNumber: number, columnNumber?: number): void;
  /** Seen in Chromium 156; missing in Firefox 153. */
  readonly network?: { show?(options: { filter: string }): unknown };
  setThemeChangeHandler?(handler: (theme: string) => void): void;
  readonly onThemeChanged?: { addListener(handler: (theme: string) => void): void };
}

/** Undefined outside DevTools. */
const panels = browser.devtools?.panels as DevtoolsPanels | undefined;

/** A place in a source file; line and column count from 1, as in stacks. */
export interface SourceLine {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** Opens a line in DevTools' sources, which count from 0; undefined where DevTools cannot. */
export const openLine =
  panels?.openResource === undefined
    ? undefined
    : ({ url, line, column }: SourceLine) => panels.openResource?.(url, line - 1, column - 1);

/** Shows the requests to a URL in DevTools' network panel; undefined where unsupported. */
export const showInNetwork =
  panels?.network?.show === undefined
    ? undefined
    : (url: string) => void panels.network?.show?.({ filter: `url:${url.replace(/#.*/, "")}` });

/** Applies DevTools' theme to the page; outside DevTools the system's preference applies. */
export function followTheme(): void {
  document.documentElement.dataset.browser = engine;
  if (panels === undefined) return;
  const apply = (theme: string | undefined) => {
    document.documentElement.dataset.theme = theme === "dark" ? "dark" : "light";
  };
  apply(panels.themeName);
  panels.setThemeChangeHandler?.(apply);
  panels.onThemeChanged?.addListener(apply);
}
