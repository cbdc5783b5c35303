import { expect, it } from "vitest";
import { isAuthorizationEndpoint } from "./authorization-endpoint.ts";

// By the documentation of each provider.
it.each([
  ["https://login.microsoftonline.com/t/oauth2/v2.0/authorize?client_id=x", true],
  ["https://accounts.google.com/o/oauth2/v2/auth?client_id=x", true],
  ["https://accounts.google.com/o/oauth2/auth?client_id=x", true],
  ["https://id.shop.example/realms/r/protocol/openid-connect/auth?client_id=x", true],
  ["https://github.com/login/oauth/authorize?client_id=x", true],
  ["https://t.eu.auth0.com/authorize?client_id=1", true],
  ["https://dev-1.okta.com/oauth2/default/v1/authorize?prompt=none&client_id=x", true],
  ["https://t.eu.auth0.com/oauth/token?client_id=1", false],
  ["https://t.eu.auth0.com/authorize", false],
  ["https://api.other.example/v1/auth?client_id=1", false],
  ["https://api.other.example/authorize/items?client_id=1", false],
  ["no URL", false],
])("%s: %s", (url, isOne) => {
  expect(isAuthorizationEndpoint(url)).toBe(isOne);
});
