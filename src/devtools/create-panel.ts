import { browser } from "../platform/browser.ts";

void browser.devtools.panels.create("CORS", "icons/icon-32.png", "src/panel/panel.html");
