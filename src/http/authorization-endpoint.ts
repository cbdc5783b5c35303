import { parseUrl } from "./origin.ts";

/**
 * Whether a URL is a request to an OAuth authorization endpoint, by its path and query. The browser has to navigate
 * there: https://www.rfc-editor.org/rfc/rfc9700#section-2.6 : CORS "MUST NOT be supported at the authorization
 * endpoint".
 */
export function isAuthorizationEndpoint(url: string): boolean {
  const parsed = parseUrl(url);
  return parsed !== null && PATH.test(parsed.pathname) && parsed.searchParams.has("client_id");
}

/** The usual paths: Google's, Keycloak's, and those of all others. */
const PATH = /\/(?:oauth2\/(?:[^/]+\/)*auth|protocol\/openid-connect\/auth|authorize)\/?$/i;
