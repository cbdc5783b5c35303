import { describe, expect, it } from "vitest";
import { REDACTED, redactHeaderValue, redactText, redactUrl } from "./redact-text.ts";
import { isDigestName, isSecretHeader, isSecretPair, isSecretSegment } from "./secret-names.ts";
import { isFlag, isPlain, looksRandom, readsAsWords } from "./secret-values.ts";

/** Every word and form that redaction recognises, with a near miss. */

const words = (text: string) => text.trim().split(/\s+/);

/** The shortest text that looks random, and a made-up secret that only a name identifies. */
const RANDOM = "q7Zx2LmV9tRb4KpW8nYc";
const SHORT = "q7Zx2L";

describe("a value that people write is kept", () => {
  it.each([
    ["flags", " |true|false|yes|no|on|off|none|null|undefined|nil|n/a|y|n|t|f|TRUE|Nil"],
    ["numbers", "0|-1|+1|1234567890123"],
    [
      "measures",
      "6ms|100%|1.5s|12h|5|2.25|v1.2|1.2.3|1.2.3.4|v1.2.3-beta|1.2-rc.10|0-99|1,2|8:0|640x480|1/2|100-2000",
    ],
    [
      "dates",
      "2024-01-02|20240102|2024-01|2024-01-02T03:04|2024-01-02 03:04:05|2024-01-02_0304|20240102T030405Z|2024-01-02T03:04:05.678Z|2024-01-02T03:04:05,6+01:00|2024-01-02T03:04:05 0100|2024-01-02T03:04-0100|2024010203|20240102030405+0100",
    ],
    ["addresses", "bob@app.test|bob.b+x@mail.app.test|b_o-b@a1-b.test"],
    ["words", "sessions-list|DE|orderCreated|page_2|Straße|a b c|HTMLParser|one.two-3"],
    [
      "words with digits",
      "v1|v123|s256|hs256|rs384|es512|ps256|sha1|sha256|md5|utf8|utf16|base32|base64|oauth|oauth2|http1|http2|http3|ipv4|ipv6|es6|es2022|mp3|mp4|h264|h265|2d|3d|2fa|b2b|b2c|p2p|i18n|l10n|a11y|k8s|s3|ec2|web3",
    ],
  ])("%s", (_kind, values) => {
    expect(values.split("|").filter((value) => !isPlain(value))).toEqual([]);
  });

  it.each([
    ["flags", "ok1x|n0ne7|-true-1x2y3"],
    ["numbers", "12345678901234|+12345678901234"],
    [
      "measures",
      "6msx9|v1.2.3-b3ta|w1.2x|x6ms1|v1.X2|1.2.3-beta.x1|1-2x|12abc|12345.6msx|1.23456.7.8.9|12345-1x",
    ],
    [
      "dates",
      "x2024-01-02T03:04|2024-01-02T03:04x|2024-01-02T03:04:05.|2024-01-02T3:04|24-1-2T03:04:05.x|2024-01-02T03:04:05.6789+1|2024-01-02T03:04:05x678Z|20x4-01-02T03:04",
    ],
    ["addresses", "x9@q7|bob@q7zx|@q7z.x9|bo(b@q7z.x9|bob@q7z.x9/z8"],
    ["words", "hunter2|Secret99|passw0rd|letmein1|changeme1|qwert123|t0k3n1|s3cret4|q7Zx2L"],
    [
      "words with digits",
      "v1234|xv1|s256x|hs2561|xs384|sha1234|md55|utf123|base16|oauth3|http4|ipv5|es12345|mp5|h263|4dx1|b2d|p3p|i18m|l12n|a12y|k9s|s4|ec3|web4",
    ],
  ])("and a value that only resembles the %s is not", (_kind, values) => {
    expect(values.split("|").filter((value) => isPlain(value))).toEqual([]);
  });

  it("is not kept if it has more digits than its name allows", () => {
    expect([isPlain("12345", 5), isPlain("123456", 5), isPlain("-123", 3)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it("accepts only switches as flags, not words", () => {
    expect([isFlag(" on "), isFlag("one"), isFlag("non"), isFlag("tr")]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it("accepts words of at most 20 letters or 4 digits each, 64 in all", () => {
    expect(readsAsWords("Rechtsschutzversiche")).toBe(true);
    expect(readsAsWords("Rechtsschutzversicher")).toBe(false);
    expect(readsAsWords("page-1234")).toBe(true);
    expect(readsAsWords("page-12345")).toBe(false);
    const long = "one-two-three-four-".repeat(4);
    expect(readsAsWords(long.slice(0, 63))).toBe(true);
    expect(readsAsWords(long.slice(0, 65))).toBe(false);
    expect(readsAsWords("--")).toBe(false);
  });
});

it.each([
  [
    true,
    "orderCreated myHTMLParser iOS eBay macOS JavaScript strengths Schifffahrt HTTP XMLHttpRequest",
  ],
  [true, "Ångström 日本語 naïve-café abc qq 12ab 1st abc-123-def"],
  [false, "aBcDeFgH qWeRtZ xKcDvB bcdfg zxcvb abcd1 a1b2c3 v2beta"],
])("reads as words: %s for %s", (isWords, values) => {
  expect(words(values).filter((value) => isPlain(value) !== isWords)).toEqual([]);
});

describe("a long value is random", () => {
  it.each([
    RANDOM,
    "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "0A1B2C3D4E5F60718293A4B5C6D7E8F9",
    // Like MongoDB's ids, but with a second out of range.
    "1a2b3c4d5e6f708192a3b4c5",
    "7e2b3c4d5e6f708192a3b4c5",
    "4a0000000000000000a3b4c5",
    "507f1f77bcf86cd7994390110a1b2c3d",
    "7d0000000000000000a3b4c5",
    // Like a digest, a date or an image, but not quite.
    "sha224-q7Zx2LmV9tRb4KpW8nYcD",
    "crc16=q7Zx2LmV9tRb4KpW8nYcD",
    "xsha256-q7Zx2LmV9tRb4KpW8nYcD",
    "md4=q7Zx2LmV9tRb4KpW8nYcD",
    "data:text/q7Zx2LmV9tRb4KpW8nYcD",
    "xdata:image/q7Zx2LmV9tRb4KpW8nYcD",
    "iVBORw0KGgxq7Zx2LmV9tRb4KpW8nYcD",
    "01ARZ3NDEKTSV4RRFFQ69G5FAVX",
    "02ARZ3NDEKTSV4RRFFQ69G5FAV",
    "XX2024-01-02Tq7Zx2LmV9tRb4KpW8nYc",
    // Letters that follow one another in words, but with unusual case.
    "tOnAsErIaLtOnAsErIaL",
    // A UUID followed by random text.
    `3f2a9c1b-7d6e-4f4a-bb2c-1a2b3c4d5e6f${RANDOM}`,
  ])("%s", (value) => {
    expect(looksRandom(value)).toBe(true);
  });

  it.each([
    RANDOM.slice(0, -1),
    "x".repeat(40),
    "ababababababababababab",
    "3f2a9c1b-7d6e-4f4a-bb2c-1a2b3c4d5e6f",
    "3F2A9C1B-7D6E-4F4A-BB2C-1A2B3C4D5E6F",
    "3f2a9c1b-7d6e-4f4a-bb2c-1a2b3c4d5e6f.json",
    "order-3f2a9c1b-7d6e-4f4a-bb2c-1a2b3c4d5e6f",
    "507f1f77bcf86cd799439011",
    "123456789012345678901234",
    "abc123456789012345678901234xyz",
    "deadbeefdeadbeefdeadbeef",
    "sha1-q7Zx2LmV9tRb4KpW8nYcD",
    "sha256:q7Zx2LmV9tRb4KpW8nYcD",
    "sha384=q7Zx2LmV9tRb4KpW8nYcD",
    "sha512-q7Zx2LmV9tRb4KpW8nYcD",
    'W/"sha256-q7Zx2LmV9tRb4KpW8nYcD"',
    '"sha256-q7Zx2LmV9tRb4KpW8nYcD"',
    "crc32=q7Zx2LmV9tRb4KpW8nYcD",
    "crc32c=q7Zx2LmV9tRb4KpW8nYcD",
    "md5=q7Zx2LmV9tRb4KpW8nYcD",
    "2024-01-02T03:04:05.q7Zx2LmV9tRb4KpW8nYcD",
    "2024-01-02 q7Zx2LmV9tRb4KpW8nYcD",
    "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "data:image/q7Zx2LmV9tRb4KpW8nYcD",
    "data:font/q7Zx2LmV9tRb4KpW8nYcD",
    "data:audio/q7Zx2LmV9tRb4KpW8nYcD",
    "data:video/q7Zx2LmV9tRb4KpW8nYcD",
    "iVBORw0KGgoq7Zx2LmV9tRb4KpW8nYcD",
    "/9j/q7Zx2LmV9tRb4KpW8nYcD",
    "R0lGODq7Zx2LmV9tRb4KpW8nYcD",
    "UklGRq7Zx2LmV9tRb4KpW8nYcD",
    "PHN2Zyq7Zx2LmV9tRb4KpW8nYcD",
    "AAAAIGZ0eXBpc29tZnR5cq7Zx2LmV9tRb4KpW8nYcD".replace("IGZ0eXB", "IGZ0ZnR5cX"),
    "internationalizationconfiguration",
    "%E6%97%A5%E6%9C%AC%E8%AA%9E%E6%97%A5%E6%9C%AC",
  ])("but not %s", (value) => {
    expect(looksRandom(value)).toBe(false);
  });
});

describe("a header's name decides how its value is redacted", () => {
  it.each(
    words(
      "Cookie Cookie2 Set-Cookie2 Authorization Proxy-Authorization X-Authorization SET-COOKIE2",
    ),
  )("%s is removed completely", (name) => {
    expect(redactHeaderValue(name, "plain")).toBe(REDACTED);
  });

  it.each(words("Set-Cookies X-Cookie-Policy Y-Authorizations X-Cookies-Consent"))(
    "%s is kept",
    (name) => {
      expect(redactHeaderValue(name, "plain")).toBe("plain");
    },
  );

  it.each(
    words(`Access-Control-Allow-Headers Sec-Fetch-Site Sec-CH-UA Sec-GPC Sec-Purpose Origin Host Vary Allow
      Timing-Allow-Origin Cross-Origin-Resource-Policy Content-Type Content-Length Cache-Control
      Upgrade-Insecure-Requests`),
  )("%s is parsed: its list is kept", (name) => {
    expect(redactHeaderValue(name, `x-a, ${RANDOM}`)).toBe(`x-a, ${RANDOM}`);
    expect(redactHeaderValue(name, `https://h.test/?token=${SHORT}`)).not.toContain(SHORT);
    // Names that only begin or end like one follow the usual rules.
    expect(redactHeaderValue(`Z-${name}`, RANDOM)).toBe(REDACTED);
  });

  it.each(words("Location Content-Location Referer Refresh SourceMap"))(
    "%s contains a URL",
    (name) => {
      expect(redactHeaderValue(name, `/reset/${SHORT}`)).toBe("/reset/redacted");
      // Any other header may contain words: there a space ends a URL.
      const url = `/a b?x=1&token=${SHORT} ${SHORT}`;
      expect(redactHeaderValue(name, url)).toBe("/a b?x=1&token=redacted");
      expect(redactHeaderValue("X-Other", url)).toContain("redacted");
    },
  );

  it.each(
    words("WWW-Authenticate Proxy-Authenticate Authentication-Info Proxy-Authentication-Info"),
  )("%s contains a challenge of any scheme", (name) => {
    expect(redactHeaderValue(name, `Whatever ${SHORT}==`)).toBe(`Whatever ${REDACTED}`);
    expect(redactHeaderValue(`X-${name}s`, "Whatever pq12==")).toBe("Whatever pq12==");
  });

  const DIGESTS =
    words(`ETag If-Match If-None-Match If-Range Content-MD5 X-Content-MD5 Digest Content-Digest
      Repr-Digest X-Goog-Hash X-Goog-Generation X-GUploader-UploadID traceparent tracestate Request-Id
      X-RequestId X-Trace-Id X-Span-Id X-Correlation-Id X-Transaction-Id X-B3-TraceId X-Amz-Id-2 X-Amz-CF-Id
      X-Amz-Version-Id CF-Ray X-Vercel-Id X-Azure-Ref X-MSEdge-Ref X-FB-Debug Akamai-GRN EagleId X-Cache-Key
      X-Served-By X-Timer Via Server-Timing Content-Security-Policy Content-Security-Policy-Report-Only NEL
      User-Agent Sec-WebSocket-Key Sec-WebSocket-Accept Sec-WebSocket-Extensions Idempotency-Key
      X-Idempotency-Key Surrogate-Key X-Surrogate-Key Last-Event-ID`);

  it.each(DIGESTS)("%s holds an id that opens nothing", (name) => {
    expect(redactHeaderValue(name, RANDOM)).toBe(RANDOM);
    expect(redactHeaderValue(name, `see https://h.test/?token=${SHORT}`)).not.toContain(SHORT);
  });

  it.each(
    words(`XETag ETags If-Matches If-Ranges Digests X-Goog-Hashes X-Amz-Id-3 X-CF-Ray X-Via Vias
      NELs User-Agents Last-Event-IDs EagleIds X-Timers trace-parent`),
  )("%s may contain anything", (name) => {
    expect(redactHeaderValue(name, RANDOM)).toBe(REDACTED);
  });

  it("keeps of a cookie only the attributes that prevent cross-site use", () => {
    const kept = [
      "SameSite=Lax",
      "samesite = strict",
      "SameSite=None",
      "Secure",
      "HttpOnly",
      "Partitioned",
      "Max-Age=0",
      "max-age = -1",
      "Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    ];
    const gone = [
      "SameSite=x",
      "Secure=1",
      "xSecure",
      "HttpOnly2",
      "Max-Age=60",
      "Domain=a.test",
      "Expires=Fri, 02 Jan 2026 00:00:00 GMT",
    ];
    expect(redactHeaderValue("Set-Cookie", ["a=b", ...kept, ...gone].join("; "))).toBe(
      [REDACTED, ...kept].join("; "),
    );
  });

  it.each(
    words(
      "bearer authorization auth access_token access-token accesstoken token jwt api_key api-key apikey",
    ),
  )("the protocol after %s is a token", (before) => {
    expect(redactHeaderValue("Sec-WebSocket-Protocol", `${before}, mqtt`)).toMatch(
      /, \[redacted\]$/,
    );
  });

  it.each([
    ["mqtt", "mqtt"],
    ["xbearer, mqtt", "xbearer, mqtt"],
    ["bearers, mqtt", "bearers, mqtt"],
    ["transportation", "transportation"],
    ["transportations12", "transportations12".length > 14 ? REDACTED : ""],
    ["graphqltransport", REDACTED],
    ["graphqltransp1", "graphqltransp1"],
    ["mqttv3.1", "mqttv3.1"],
    ["v12.stomp", "v12.stomp"],
    ["v123.stomp", REDACTED],
    ["k8s", "k8s"],
    ["k9s", REDACTED],
    ["xqzjvkwpqz", REDACTED],
    ["xqzjvkwpqzv12", REDACTED],
    ["protocolsv12", "protocolsv12"],
    ["a b", REDACTED],
    ["a.".repeat(20), "a.".repeat(20)],
    ["a.".repeat(21), REDACTED],
  ])("the protocols %s", (value, wanted) => {
    expect(redactHeaderValue("Sec-WebSocket-Protocol", value)).toBe(wanted);
  });
});

describe("a value after an authentication scheme is removed", () => {
  it.each(
    words(`bearer basic digest negotiate ntlm kerberos token apikey api-key key jwt dpop hoba mutual oauth
      privatetoken private-token scram-sha-256 vapid hawk gnap concealed mac sharedkey sharedkeylite
      sharedaccesssignature splunk geniekey ssws snowflake session secret password credential signature
      aws4-hmac-sha256 hmac hmac-sha256 sapisidhash authtoken accesstoken apitoken user pat sid
      zoho-oauthtoken klaviyo-api-key discogs bot x-auth`),
  )("%s", (scheme) => {
    for (const space of [" ", "%20", "+"]) {
      expect(redactText(`${scheme}${space}${SHORT}`)).toBe(`${scheme}${space}${REDACTED}`);
    }
    // Not within a word, not before words or parameters.
    expect(redactText(`z${scheme} ${SHORT}`)).toBe(`z${scheme} ${SHORT}`);
    expect(redactText(`${scheme} required`)).toBe(`${scheme} required`);
  });
});

it.each([
  ["?token=abc", "?token=redacted"],
  ["#token=abc", "#token=redacted"],
  ["data:text/plain", "data:text/plain"],
  ["data:,token=abc", "data:,token=redacted"],
  ["https://app.test/#/a?token=abc", "https://app.test/#/a?token=redacted"],
])("the URL %s is shown as %s", (url, wanted) => {
  expect(redactUrl(url)).toBe(wanted);
});

it.each([
  ['{"a":null,"token":null}', '{"a":null,"token":null}'],
  ['{"a":true,"token":"abc"}', '{"a":true,"token":"[redacted]"}'],
  ['{"a":[{"token":"abc"}]}', '{"a":[{"token":"[redacted]"}]}'],
  ['{"a":null,"otp":123456}', '{"a":null,"otp":"[redacted]"}'],
  ["[null,1]", "[null,1]"],
  ["see x+y://bob:pw@h.test/a", "see x+y://redacted:redacted@h.test/a"],
  ["xwss://h.test/?token=abc", "xwss://h.test/?token=redacted"],
])("the text %s is shown as %s", (text, wanted) => {
  expect(redactHeaderValue("X-Custom", text)).toBe(wanted);
});

describe("file names keep their hash", () => {
  it.each(
    words(`js mjs cjs css map wasm woff woff2 ttf otf eot png jpg jpeg gif svg webp avif ico bmp mp3 mp4 m4a m4s
      webm ogg ogv wav ts m3u8 mpd pdf zip gz`),
  )(".%s", (end) => {
    expect(redactUrl(`/assets/${RANDOM}.${end}`)).toBe(`/assets/${RANDOM}.${end}`);
    expect(redactUrl(`/assets/${RANDOM}.${end}q`)).toBe("/assets/redacted");
  });

  it.each(
    words(`commit commits tree blob blobs raw sha sha1 sha256 sha512 digests revision revisions objects
      manifests ipfs ipns etag`),
  )("/%s/ precedes a digest", (name) => {
    expect(redactUrl(`/${name}/${RANDOM}`)).toBe(`/${name}/${RANDOM}`);
    expect(redactUrl(`/x${name}x/${RANDOM}`)).toBe(`/x${name}x/redacted`);
  });

  it.each(words("hook hooks webhook webhooks incominghook incomingwebhooks"))(
    "after /%s/ every segment except words is removed",
    (name) => {
      expect(redactUrl(`/${name}/list/${SHORT}`)).toBe(`/${name}/list/redacted`);
      expect(redactUrl(`/x${name}x/list/${SHORT}`)).toBe(`/x${name}x/list/${SHORT}`);
    },
  );
});

describe("a parameter's name decides whether its value is", () => {
  it("a secret, except for a flag", () => {
    const names = words(`
      token secret secrets password passwords passwd passwort kennwort senha contrasena pwd psw pswd passphrase
      passcode apikey apikeys appkey authkey masterkey secretkey accesskey privatekey jwt jws jwe bearer
      credential credentials creds cred assertion signature sig hmac csrf xsrf otp totp hotp mfa saml samlrequest
      samlresponse samlart relaystate wresult verifier authorization authenticity sess sessid sessionid
      phpsessid jsessionid cftoken cfid hdnts hdnea hdntl mnemonic authcode viewstate
      mytoken mysecret mypasswd mypassword mypasswrd mypassphrase mysignature myapikey mysessid myjwt aspx aspnet
      aspsessionidabc accesskeys clientkey licensekey signingkey sessionkey adminkey invitecode passcode otpcode
      verificationcode resetcode logincode accesscode devicecode userpass dbpass mypass authpass smtppass ftppass
      api-key access-key private-keys master-key admin-key app-key application-key client-key account-key
      license-key licence-key subscription-key function-key functions-key service-key server-key encryption-key
      signing-key sign-key shared-key consumer-key deploy-key ssh-key hmac-key integration-key ingest-key
      publishable-key session-key bearer-key vapid-key webhook-key key-pair-id access-key-id google-access-id
      sess-id session-id access-code auth-code authorization-codes device-code user-code verification-code
      reset-code login-code invite-code invitation-code recovery-code security-code backup-code
      activation-code confirmation-code sms-code mfa-code pass-code connection-string remember-me remember-web
      remember-user remember-token one-time one-timer token2 id_token_hint client_assertion code_verifier
      connect.sid asp.net_sessionid laravel_session googleaccessid awsaccesskeyid key-pair-id __token__
      __cf_chl_tk cf_clearance _gl gclaw zrt hmacsha dsh`);
    expect(names.filter((name) => !isSecretPair(name, "words"))).toEqual([]);
    expect(names.filter((name) => isSecretPair(name, "true"))).toEqual([]);
  });

  it("a secret by the name's words, in every form, but not by similar words", () => {
    const names = words(`
      xtoken xsecret xpasswd xpassword xpasswrd xpassphrase xsignature xapikey xsessid xjwt sessionid xsessionid
      sess0af1b aspx aspnet aspxauth aspnetsession accesskey accesskeys secretkey privkey privatekey authkeys
      masterkey adminkey apikeys clientkey licensekey signingkey sessionkey loginkey sharekey invitekey resetkey
      downloadkey encryptkey encryptionkeys authcode passcode otpcode invitecode verifycode verificationcode
      resetcode logincode accesscode devicecode smscode mfacode activationcode confirmcode confirmationcode
      magiclink invitelink resetlink userpass dbpass mypass authpass smtppass ftppass adminpass rootpass
      licence-key licenses-license-key function-keys functions-key private-keys sess-id session-id auth-codes
      authorization-code mfa-codes 2fa-code 2-fa-codes recovery-code sms-code pass-codes conn-str connection-str
      conn-string connection-string security-answer secret-answers logged-in-x wordpress-sec-x remember-me
      remember-me2 remember-webx one-time one-timex google-access-id access-key-id x-api-key-y`);
    expect(names.filter((name) => !isSecretPair(name, "words"))).toEqual([]);
    const none = words(`
      tokenx secretly passwordless signaturex apikeyx sessidx jwtx sessxyz sess0a1 xaspnet keyaccess accesskeyed
      authcodes2x xauthcode codeauth magiclinks xmagiclink userpasses xuserpass licenze-key xlicense-key
      functionz-key xsess-id xauth-code 3fa-code connect-str conn-strin xconn-str
      security-antler logged-inx xlogged-in-x wordpress-section remembers-me xone-time`);
    expect(none.filter((name) => isSecretPair(name, "words"))).toEqual([]);
  });

  it("a position in a list, where a number or a word is harmless", () => {
    const places = words(
      "page next prev previous continue continuation pagination cursor scroll skip start sync resume",
    );
    const names = [
      ...places.flatMap((place) => [`${place}_token`, `${place}token`, `x_${place}_token`]),
      ...words("token_id tokens_ids token_symbol token_address token_decimals tokens_standard"),
    ];
    expect(names.filter((name) => isSecretPair(name, "words"))).toEqual([]);
    expect(names.filter((name) => isSecretPair(name, "12345"))).toEqual([]);
    expect(names.filter((name) => !isSecretPair(name, SHORT))).toEqual([]);
    const none = words(
      "pages_token prevs_token page_token_x xtoken_id token_idx token_symbols x_token_id token",
    );
    expect(none.filter((name) => !isSecretPair(name, "words"))).toEqual([]);
  });

  it("possibly a secret, depending on the value", () => {
    const names = words(`
      key keys codes state nonce cnonce opaque rspauth session sessions sid ticket tickets tokens sso cookie
      cookies hash digest policy magic reset invite invitation activate activation confirm confirmation verify
      verification recovery recover unsubscribe ott sign auth oauth access proof lt execution se sp wctx ctx
      artifact captcha recaptcha turnstile identity principal cert certificate dsn hook webhook grant login signin
      remember private seed challenge license licence share link exp acl st eventvalidation code pin pins pass
      pw_of_key`);
    expect(names.filter((name) => !isSecretPair(name, SHORT))).toEqual([]);
    expect(names.filter((name) => isSecretPair(name, "words"))).toEqual([]);
  });

  it("a secret of digits only after a code or a pin", () => {
    const hidden = (name: string, value: string) => isSecretPair(name, value);
    expect([hidden("code", "12345"), hidden("code", "123456")]).toEqual([false, true]);
    expect(words("pin pins pass").map((name) => hidden(name, "1234"))).toEqual([true, true, true]);
    expect([hidden("pin", "123"), hidden("key", "123456")]).toEqual([false, false]);
  });

  it("about a secret, but not a secret", () => {
    const last = words(`
      count counts type types required length len size limit limits max min ttl lifetime duration timeout age
      consent enabled disabled status mode method methods alg algorithm version format endpoint url uri page pages
      list strength valid expired expires expiry expiration at supported allowed scheme style order index position
      remaining used rate interval usage budget window price cost provider issuer realm scope scopes policy
      requirements rules name names label title field display visible hidden optional preference preferences
      category banner notice settings accepted`);
    const first = words(
      "max min num total has is use with show require requires enable disable no allow count can should",
    );
    expect(last.filter((word) => isSecretPair(`password_${word}`, "12345678"))).toEqual([]);
    expect(first.filter((word) => isSecretPair(`${word}_password`, "12345678"))).toEqual([]);
    // The same word has no effect elsewhere.
    expect(last.filter((word) => !isSecretPair(`${word}_password_x`, "12345678"))).toEqual(
      last.filter((word) => first.includes(word)),
    );
    expect(first.filter((word) => !isSecretPair(`x_${word}_password`, "12345678"))).toEqual([]);
  });

  it("not a secret if it is a table's key or a list's code", () => {
    const keys = words(`
      sort primary foreign cache surrogate idempotency partition routing object public pub group row translation
      index idx map dedup dedupe correlation shard natural bucket schema sequence hot order column field data item
      message storage search unique query lookup registry issue project feature websocket site`);
    const codes = words(`
      zip postal post country currency lang language locale region area error status exit http product item sku
      color colour airport station dial dialing calling bar qr source promo coupon discount return response result
      reason city iso naics department plan tax vat hs icd sort branch event action subject course file char key
      class type message msg warehouse store shop airline carrier unit size cost`);
    expect(keys.filter((word) => isSecretPair(`${word}_key`, SHORT))).toEqual([]);
    expect(keys.filter((word) => isSecretPair(`${word}_keys`, SHORT))).toEqual([]);
    expect(codes.filter((word) => isSecretPair(`${word}_code`, SHORT))).toEqual([]);
    expect(codes.filter((word) => isSecretPair(`${word}_codes`, SHORT))).toEqual([]);
    expect(isSecretPair("my_key", SHORT) && isSecretPair("my_code", SHORT)).toBe(true);
  });

  it.each(
    words(`etag sha sha1 sha256 sha384 sha512 md5 crc32 checksum integrity digest commit revision rev build
      fingerprint sha256hash traceparent request-id requestid trace-id span-id correlation-id parent-id`),
  )("%s names a digest or an id", (name) => {
    expect(isDigestName(name)).toBe(true);
    expect(isDigestName(`x${name}x`)).toBe(false);
  });
});

describe("secret names in headers and paths", () => {
  it("secrets in headers with a secret's word", () => {
    const kept = words(
      "key keys sid pass sign session ticket pin auth nonce sso cookie access login otp",
    );
    expect(kept.filter((word) => !isSecretHeader(`X-${word}`, "words"))).toEqual([]);
    const digits = kept.filter((word) => word !== "otp");
    expect(digits.filter((word) => isSecretHeader(`X-${word}`, "123"))).toEqual([]);
    expect(kept.filter((word) => isSecretHeader(`X-${word}-Count`, "words"))).toEqual([]);
    expect(kept.filter((word) => isSecretHeader(`X-${word}`, "on"))).toEqual([]);
    expect(isSecretHeader("X-Sort-Key", "words")).toBe(false);
    expect(isSecretHeader("X-Key", "1234")).toBe(true);
  });

  it("vendors' headers, and harmless ones", () => {
    const vendors = words(`
      x-parse-application-id x-honeycomb-team x-ms-client-principal x-client-cert x-ssl-client-cert
      x-forwarded-client-cert cf-access-client-id x-wsse x-goog-iap-jwt-assertion x-authenticated-user
      x-auth-email x-amzn-oidc-data x-amzn-oidc-identity x-tableau-auth x-pagerduty-routing-key x-line-retry-key`);
    expect(vendors.filter((name) => !isSecretHeader(name.toUpperCase(), "words"))).toEqual([]);
    expect(vendors.filter((name) => isSecretHeader(name, "none"))).toEqual([]);
    const harmless = words(`
      sec-websocket-key public-key-pins public-key-pins-report-only idempotency-key x-idempotency-key surrogate-key
      x-surrogate-key x-cache-key cache-key authentication-results access-control accept-signature want-digest`);
    expect(harmless.filter((name) => isSecretHeader(name.toUpperCase(), SHORT))).toEqual([]);
  });

  it("segments after a link's word", () => {
    const links = words(`
      hooks webhooks webhookb incomingwebhook invites invitations resets unlock approve rsvp onetime join shared
      optout accept services triggers workflows signed preview`);
    expect(links.filter((word) => !isSecretSegment(word, SHORT))).toEqual([]);
    expect(links.filter((word) => isSecretSegment(word, "friends"))).toEqual([]);
    expect(isSecretSegment("users", SHORT)).toBe(false);
  });
});
