import { browser, engine } from "./browser.ts";

/** The polyfill's types lack these; each browser announces a change of theme in its own way. */
interface DevtoolsPanels {
  readonly themeName?: string;
  openResource?(url: string, lineNumber: number, columnNumber?: number): void;
  /** Seen in Chromium 156; Firefox 153 has none. */
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

/** Opens a line in DevTools' own sources, which count from 0; undefined where DevTools cannot. */
export const openLine =
  panels?.openResource === undefined
    ? undefined
    : ({ url, line, column }: SourceLine) => panels.openResource?.(url, line - 1, column - 1);

/** Shows the requests to a URL in DevTools' list of requests; undefined where it takes no such wish. */
export const showInNetwork =
  panels?.network?.show === undefined
    ? undefined
    : (url: string) => void panels.network?.show?.({ filter: `url:${url.replace(/#.*/, "")}` });

/** Draws the page in the theme of DevTools; outside DevTools the system's preference holds. */
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
