import type { Lab } from "./lab.ts";

/** A resource that an element loads with CORS, and whether its type is allowed. */
export interface TypedResponse {
  readonly kind: "script" | "module" | "style";
  readonly type: string;
  readonly nosniff: boolean;
  /** Our certainty that Firefox refused it for its type; null if Firefox did not refuse it. */
  readonly refused: "certain" | "likely" | null;
}

const typed = (
  kind: TypedResponse["kind"],
  type: string,
  nosniff: boolean,
  refused: TypedResponse["refused"],
): TypedResponse => ({ kind, type, nosniff, refused });

/** https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type? */
export const TYPED_RESPONSES: readonly TypedResponse[] = [
  typed("script", "image/png", false, "certain"),
  typed("script", "text/csv", false, "certain"),
  typed("script", "audio/wav", false, "certain"),
  typed("script", "text/html", false, null),
  typed("script", "text/html", true, "certain"),
  typed("script", "text/javascript", true, null),
  typed("module", "text/html", false, "likely"),
  typed("module", "application/json", true, "certain"),
  typed("module", "application/ecmascript", true, null),
  typed("style", "text/html", false, null),
  typed("style", "text/plain", true, "certain"),
  typed("style", "text/css", true, null),
];

/** Serves such a response to every origin; returns its URL. */
export function serveTyped(lab: Lab, { type, nosniff }: TypedResponse, name: string): string {
  const sniffing = nosniff ? [["X-Content-Type-Options", "nosniff"] as const] : [];
  lab.respond(name, {
    response: {
      headers: [["Access-Control-Allow-Origin", "*"], ["Content-Type", type], ...sniffing],
      body: "",
    },
  });
  return lab.url("apiA", name);
}

/** Has an element load it. Runs in the page, so it can use nothing from outside. */
export function loadTyped(kind: TypedResponse["kind"], url: string): Promise<void> {
  const element = document.createElement(kind === "style" ? "link" : "script");
  element.crossOrigin = "anonymous";
  if (element instanceof HTMLLinkElement) Object.assign(element, { rel: "stylesheet", href: url });
  else Object.assign(element, { type: kind === "module" ? "module" : "", src: url });
  return new Promise((resolve) => {
    Object.assign(element, { onload: () => resolve(), onerror: () => resolve() });
    document.head.append(element);
  });
}
