const WORDS = {
  title: "Crosscheck is ready",
  lead: "When a request of a page to another origin fails, Crosscheck says which side has to change what.",
  start: "Where to find it",
  steps: {
    chromium: [
      "Open the page that misbehaves.",
      "Press F12 (or ⌥⌘I on a Mac) to open DevTools.",
      "Choose the panel CORS; it may stand behind the » at the end of the row of panels.",
      "Reload the page, so that its requests are seen from the start.",
    ],
    gecko: [
      "Open the page that misbehaves.",
      "Press F12 (or ⌥⌘I on a Mac) to open the developer tools.",
      "Choose the panel CORS; it may stand behind the » at the end of the row of panels.",
      "Reload the page, so that its requests are seen from the start.",
    ],
  },
  popup:
    "The button of Crosscheck in the toolbar of the browser sums a page up, without developer tools.",
  permission: "What it may see",
  may: "The browser says that Crosscheck can “read and change your data on all websites”. It needs this to see the headers of requests and answers, on whichever site you debug.",
  never: [
    "It changes no request and no page.",
    "It sends nothing anywhere: what it records stays in this browser, and is gone when you close the tab.",
    "It reads no bodies, and runs a script in a page only while its panel is open there.",
  ],
  granted: "It has this permission now.",
  missing: "It does not have this permission yet. Without it, there is nothing to see.",
  grant: "Allow it on all sites",
  removal: "How to take it back",
  removeSteps: {
    chromium: [
      "Click the puzzle piece in the browser's toolbar, then the three dots beside Crosscheck.",
      "Under “This can read and change site data”, choose “When you click the extension” or only the sites that you debug.",
      "Or choose “Remove from Chrome” there, and it is gone with all that it recorded.",
    ],
    gecko: [
      "Open about:addons, choose Crosscheck, then Permissions.",
      "Switch off “Access your data for all websites”; you can still allow single sites from the toolbar.",
      "Or choose Remove there, and it is gone with all that it recorded.",
    ],
  },
};

interface WelcomeViewProps {
  browser: "chromium" | "gecko";
  /** null while it is not known. */
  granted: boolean | null;
  onGrant: () => void;
}

/** Shown once, after installation: where to find it, what it may see, how to take that back. */
export function WelcomeView({ browser, granted, onGrant }: WelcomeViewProps) {
  return (
    <main class="page">
      <h1>{WORDS.title}</h1>
      <p>{WORDS.lead}</p>
      <section>
        <h2>{WORDS.start}</h2>
        <ol class="numbered">
          {WORDS.steps[browser].map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <p>{WORDS.popup}</p>
      </section>
      <section>
        <h2>{WORDS.permission}</h2>
        <p>{WORDS.may}</p>
        <ul class="bulleted">
          {WORDS.never.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {granted !== null && (
          <p role="status">
            <strong>{granted ? WORDS.granted : WORDS.missing}</strong>
          </p>
        )}
        {granted === false && (
          <p>
            <button type="button" class="button primary" onClick={onGrant}>
              {WORDS.grant}
            </button>
          </p>
        )}
      </section>
      <section>
        <h2>{WORDS.removal}</h2>
        <ol class="numbered">
          {WORDS.removeSteps[browser].map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
    </main>
  );
}
