import { browser } from "../platform/browser.ts";

// Firefox resolves these from this page, Chromium from the extension: from its root both do.
void browser.devtools.panels.create("CORS", "/icons/panel.svg", "/src/panel/panel.html");
