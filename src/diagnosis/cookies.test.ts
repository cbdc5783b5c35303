import { describe, expect, it } from "vitest";
import { isOfSession, refusalOfCookie, sessionCookieOf } from "./cookies.ts";

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const LAX = { cookiesDefaultToLax: true };
const words = (text: string) => text.trim().split(/\s+/);

describe("a browser does not send a cookie with cross-site requests", () => {
  // https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-the-samesite-attribute-2
  it.each([
    ["sid=1; SameSite=Lax", "SameSite=Lax"],
    ["sid=1; samesite = LAX", "SameSite=Lax"],
    ["sid=1; SameSite=Strict", "SameSite=Strict"],
    ["sid=1", "no SameSite"],
    ["sid=1; Secure", "no SameSite"],
    ["sid=1; SameSite=other; Secure", "no SameSite"],
    ["sid=1; xSameSite=None; Secure", "no SameSite"],
    ["sid=1; SameSite=None", "no Secure"],
    ["sid=1; SameSite=None; Secured", "no Secure"],
    ["sid=1; SameSite=None; Insecure", "no Secure"],
    // The last of several attributes of one name counts.
    ["sid=1; SameSite=None; SameSite=Lax; Secure", "SameSite=Lax"],
    ["sid=1; Expires=Fri, 02 Jan 2026 03:04:06 GMT", "no SameSite"],
    ["sid=1; Expires=soon", "no SameSite"],
    ["sid=1; Max-Age=1", "no SameSite"],
    ["sid=1; Max-Age=01", "no SameSite"],
    ["sid=1; xMax-Age=0", "no SameSite"],
  ])("%s: %s", (line, reason) => {
    expect(refusalOfCookie(line, "https://a.test/", NOW, LAX)).toEqual({ name: "sid", reason });
  });

  it.each([
    "sid=1; SameSite=None; Secure",
    "sid=1; samesite=none; secure; Partitioned",
    "sid=1; SameSite=Lax; SameSite=None; Secure",
    // A line that removes a cookie: no later request lacks the cookie.
    "sid=; Max-Age=0",
    "sid=; max-age = -1",
    "sid=; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "sid=; Expires=Fri, 02 Jan 2026 03:04:05 GMT",
  ])("but sends: %s", (line) => {
    expect(refusalOfCookie(line, "https://a.test/", NOW, LAX)).toBeNull();
  });

  it("sends a cookie without SameSite where the default is not Lax", () => {
    const none = { cookiesDefaultToLax: false };
    for (const line of ["sid=1", "sid=1; Path=/; HttpOnly", "sid=1; SameSite=other"]) {
      expect(refusalOfCookie(line, "http://a.test/", NOW, none)).toBeNull();
    }
    expect(refusalOfCookie("sid=1; SameSite=Lax", "http://a.test/", NOW, none)).not.toBeNull();
  });

  it("does not send a Secure cookie to an insecure URL", () => {
    const line = "sid=1; SameSite=None; Secure";
    expect(refusalOfCookie(line, "http://a.test/", NOW, LAX)?.reason).toBe("no Secure");
    expect(refusalOfCookie(line, "http://localhost/", NOW, LAX)).toBeNull();
  });
});

/** Cookies of load balancers, networks and statistics, named as in their makers' documentation. */
const OF_OTHERS = words(`
  AWSALB AWSALBCORS AWSELB AWSELBCORS ARRAffinity ARRAffinitySameSite ApplicationGatewayAffinity
  ApplicationGatewayAffinityCORS BIGipServerpool TS01a2b3c4 __cf_bm __cflb __cfruid _cfuvid cf_clearance
  cf_chl_2 GCLB INGRESSCOOKIE SERVERID _ga _ga_1A2B _gid _fbp visid_incap_1 incap_ses_1 ak_bmsc bm_sv _abck`);

it.each(OF_OTHERS)("no application needs %s", (name) => {
  expect(refusalOfCookie(`${name}=1`, "https://a.test/", NOW, LAX)).toBeNull();
  expect(refusalOfCookie(`x${name}=1`, "https://a.test/", NOW, LAX)).not.toBeNull();
  expect(sessionCookieOf(`${name}=1`, NOW)).toBeNull();
});

it.each(words("TS01 TSxyzxyz _cfuvids GCLBs INGRESSCOOKIES SERVERIDs _gids _fbps ak_bmscs _abcks"))(
  "it may need %s",
  (name) => {
    expect(refusalOfCookie(`${name}=1`, "https://a.test/", NOW, LAX)?.name).toBe(name);
  },
);

it.each(
  words(`
    session sess PHPSESSID JSESSIONID ASP.NET_SessionId laravel_session auth auth_token authtoken access_token
    jwt login remember_me identity .AspNetCore.Identity.Application sid connect.sid my-sid app_sid SID`),
)("%s holds a session", (name) => {
  expect(isOfSession(name)).toBe(true);
  expect(sessionCookieOf(`${name}=1; Path=/`, NOW)).toBe(name);
  expect(sessionCookieOf(`${name}=; Max-Age=0`, NOW)).toBeNull();
});

it.each(
  words("theme lang side reside sider assessment author authors csrftoken XSRF-TOKEN csrf_session"),
)("%s holds no session", (name) => {
  expect(isOfSession(name)).toBe(false);
  expect(sessionCookieOf(`${name}=1`, NOW)).toBeNull();
});

it("a redacted name may have been a session's", () => {
  expect(sessionCookieOf("[redacted]; Secure", NOW)).toBe("[redacted]");
  expect(sessionCookieOf("a[redacted]=1", NOW)).toBeNull();
  expect(sessionCookieOf("[redacted]a=1", NOW)).toBeNull();
});
