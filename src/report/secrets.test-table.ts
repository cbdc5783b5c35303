/**
 * Values that a report must redact, and values that it must keep. In each line "§" stands for the secret: a
 * random one where only randomness identifies it, otherwise also a short one.
 */

/** Secrets by the name of a query or form parameter. */
export const SECRET_PARAMETERS = `
  token access_token accessToken refresh_token id_token id_token_hint auth_token authToken oauth_token
  oauth_token_secret oauth_signature oauth_nonce oauth_verifier client_secret clientSecret client_assertion code
  code_verifier state nonce session_state device_code user_code authorization_code assertion subject_token
  actor_token request_token SAMLResponse SAMLRequest SAMLart RelayState wresult wctx ticket Signature SigVal sig
  X-Amz-Signature X-Amz-Credential X-Amz-Security-Token X-Goog-Signature X-Goog-Credential AWSAccessKeyId
  GoogleAccessId Policy Key-Pair-Id hdnts hdnea hdntl __token__ st se sp hmac hash digest sign PHPSESSID
  JSESSIONID ASP.NET_SessionId ASPSESSIONIDQABC connect.sid sid laravel_session ci_session _session_id sessionId
  session session_key sessiontoken CFID CFTOKEN sails.sid rack.session XSRF-TOKEN csrf_token _csrf
  csrfmiddlewaretoken authenticity_token __RequestVerificationToken __VIEWSTATE remember_me remember_web_59ba36
  magic_link magic reset reset_token reset_password_token invite invite_code invitation invitation_token
  activation activation_key confirm confirmation_token verify verification_code recovery_code unsubscribe ott
  one_time_token otp totp mfa_code two_factor_code pin passcode password passwd pwd pass passphrase passwort
  user[password] user.password userPassword db_password dbpassword new-password api_key apiKey apikey api-key
  APIKEY key access_key accessKey secret secret_key shared_secret app_secret appkey app_key consumer_key
  subscription-key functions-key license_key private_key master_key admin_key encryption_key signing_key jwt
  bearer credential credentials creds auth authkey x-api-key share_token share link preview_token upload_token
  download_token cf_clearance g-recaptcha-response captcha_token connection_string webhook_secret
  hmacSha256Signature id_token2 %74oken amp;token JSESSIONIDSSO jsession SMSESSION osCsid SAPISID __Secure-1PSID
  SIDCC TWIKISID zenid CAKEPHP FEDAUTH rtFa vbsessionhash SESS59ba36 wordpress_logged_in_59ba36
  wordpress_sec_59ba36 _wpnonce .AspNetCore.Antiforgery.abc PGTIOU pgtId crumb Jenkins-Crumb deletehash sas
  conn_str security_answer salt privkey loginkey sharekey magiclink verifycode smscode 2fa_code adminpass pw
  pswrd mdp motdepasse contraseña clave wachtwoord heslo parola salasana lösenord kodeord hasło jelszo şifre
  пароль 密码 passwordHash keystore_password mysql_pwd recovery_phrase registration_access_token dpop_proof
  upload_signature x-oss-signature q-signature x-cos-security-token wsSecret auth_key secure_token ks ak sk
  page_token nextPageToken continuation_token sync_token token_id
`
  .trim()
  .split(/\s+/);

/** Secrets by the name of a header. */
export const SECRET_HEADERS = `
  Authorization Proxy-Authorization X-Authorization Cookie Set-Cookie Cookie2 X-Api-Key Api-Key apikey X-ApiKey
  X-Auth-Token X-Access-Token x-csrf-token X-XSRF-TOKEN X-Amz-Security-Token X-Session-Id X-Session-Token
  X-Session X-Sid X-Pass X-Password X-Admin-Key X-Admin-Secret Key X-Key X-Secret Secret Token X-Token X-OTP X-Pin
  DD-APPLICATION-KEY DD-API-KEY X-Parse-Master-Key X-Parse-REST-API-Key X-Parse-Session-Token
  X-Parse-Application-Id X-GitHub-OTP CB-ACCESS-SIGN CB-ACCESS-KEY CB-ACCESS-PASSPHRASE OK-ACCESS-SIGN
  KC-API-SIGN X-BAPI-SIGN X-MBX-APIKEY API-Sign x-vault-token x-shopify-access-token x-ms-signature
  X-Hub-Signature X-Hub-Signature-256 Stripe-Signature X-Slack-Signature X-Twilio-Signature X-Line-Signature
  X-Telegram-Bot-Api-Secret-Token PRIVATE-TOKEN JOB-TOKEN DEPLOY-TOKEN X-Gitlab-Token Circle-Token X-Plex-Token
  X-Riot-Token X-Figma-Token X-Postmark-Server-Token X-Honeycomb-Team X-Insert-Key X-License-Key Fastly-Key
  X-Appwrite-Key x-hasura-admin-secret x-goog-api-key x-goog-iap-jwt-assertion cf-access-client-secret
  cf-access-client-id cf-access-jwt-assertion x-forwarded-access-token x-ms-client-principal
  Ocp-Apim-Subscription-Key x-functions-key x-rapidapi-key X-Redmine-API-Key X-Algolia-API-Key
  X-Typesense-API-Key X-Auth-Key X-Auth X-User-Auth X-Emby-Authorization X-Credentials X-JWT X-Bearer-Token
  X-Client-Cert X-Signature Signature X-Nonce X-Ticket X-WSSE x-zotero-api-key X-Verification-Code X-MFA-Code
  X-2FA-Code DPoP verif-hash Intercom-Hash X-JFrog-Art-Api x-vercel-protection-bypass X-Ovh-Consumer X-Query-Key
  X-Origin-Verify X-Firebase-AppCheck Jenkins-Crumb h-captcha-response cf-turnstile-response X-Antiforgery
  X-GEMINI-SIGNATURE bfx-apikey KC-API-PASSPHRASE X-CMC_PRO_API_KEY PLAID-SECRET X-Shopify-Hmac-Sha256
  X-Signature-Ed25519 X-Viber-Auth-Token X-Object-Meta-Temp-URL-Key aeg-sas-key X-ZUMO-AUTH
  X-Amz-Server-Side-Encryption-Customer-Key X-Naver-Client-Secret hue-application-key X-Hook-Secret
  X-MS-TOKEN-AAD-ACCESS-TOKEN X-Goog-Firebase-Installations-Auth Twitch-Eventsub-Message-Signature
`
  .trim()
  .split(/\s+/);

/** Secrets by their shape, wherever they occur: "§" is random. */
export const SHAPES = [
  "sk_live_§",
  "rk_test_§",
  "whsec_§",
  "ghp_§",
  "gho_§",
  "ghs_§",
  "github_pat_§",
  "glpat-§",
  "gldt-§",
  "glrt-§",
  "npm_§",
  "dckr_pat_§",
  "rubygems_§",
  "xoxb-123456789012-§",
  "xoxp-§",
  "xapp-1-A0-§",
  "SG.§.§",
  "AIza§",
  "ya29.§",
  "GOCSPX-§",
  "sk-proj-§",
  "sk-ant-api03-§",
  "hf_§",
  "gsk_§",
  "shpat_§",
  "shpss_§",
  "sq0atp-§",
  "EAAB§",
  "dop_v1_§",
  "hvs.§",
  "dp.pt.§",
  "lin_api_§",
  "ntn_§",
  "figd_§",
  "PMAK-§",
  "glsa_§",
  "sntryu_§",
  "NRAK-§",
  "dt0c01.§.§",
  "pscale_tkn_§",
  "rdme_§",
  "AGE-SECRET-KEY-1§",
  "CCIPAT_§",
  "tskey-auth-§",
  "xkeysib-§",
  "ATATT3§",
  "AKCp8§",
  "LTAI5t§",
  "duffel_live_§",
  "fo1_§",
  "waka_§",
  "secret-token:§",
  "rzp_live_§",
  "tvly-§",
  "nvapi-§",
  "jina_§",
  "FlyV1fm2_§",
  "vercel_blob_rw_§",
  "sb_secret_§",
  "FLWSECK_TEST-§",
  "eyJhbGciOiJIUzI1NiJ9.eyJ§.§",
];

/** Secrets by their place in a path. */
export const SECRET_PATHS = [
  "/services/T00000000/B00000000/§",
  "/workflows/T0ABC/A0DEF/§",
  "/api/webhooks/1234567890/§",
  "/hooks/catch/123456/§",
  "/hooks/§",
  "/webhook/§",
  "/webhookb2/§@§/IncomingWebhook/§/§",
  "/bot123456789:§/sendMessage",
  "/reset/§",
  "/password/reset/§",
  "/reset-password/§",
  "/invite/§",
  "/invitations/§/accept",
  "/verify/§",
  "/verify-email/§",
  "/confirm/§",
  "/activate/§",
  "/magic-link/§",
  "/unsubscribe/§",
  "/auth/token/§",
  "/share/§",
  "/s/;jsessionid=§",
  "/a;token=§/b",
  "/exp=1700000000~acl=*~hmac=§/video",
  "/login/§",
  "/api-key/§/list",
  "/session/§",
  "/(S(§))/default.aspx",
  "/app/(A(x)S(§))/a",
  "/Bearer%20§/a",
];

/** Text that contains a secret, in a header of any name or in a status text. */
export const SECRET_TEXTS = [
  '{"password":"§"}',
  '{"user":{"name":"bob","apiKey":"§"}}',
  '[{"token":"§"}]',
  '{"a":"{\\"secret\\":\\"§\\"}"}',
  "user=bob&password=§",
  "user=bob&client_secret=§&x=1",
  "a=b; token=§; c=d",
  "token=§,userId=alice",
  "userId=alice,session_id=§;prop=1",
  "Bearer §",
  "bearer §",
  "Token §",
  "ApiKey §",
  "Negotiate §",
  "NTLM §",
  "DPoP §",
  'Digest username="bob", response="§"',
  'token="§"',
  "password: §",
  "token:§",
  "see https://bob:§@h.test/x",
  "https://h.test/?access_token=§",
  "<https://h.test/?sig=§>; rel=next",
  "https://h.test/cb#id_token=§",
  "postgres://bob:§@db.test/x",
  "bob:§@h.test",
  "/cb?code=§&state=§",
  "exp=1700000000~hmac=§",
  "<password>§</password>",
  "wss://h.test/?auth=§",
  "url(https://h.test/a?key=§)",
  "apikey=§",
  "https://a.test/,https://b.test/?token=§",
  "/reset/§,https://b.test/x",
  "x(https://h.test/reset/§)",
  "https://a.test/?q=Bearer%20§",
  "https://a.test/?h=Authorization%3A+Bearer+§&x=1",
  "https://a.test/?h=Basic+§",
  '{"data":{"node":{"sessionId":"§"}}}',
  '{"variables":{"input":{"currentPassword":"§","newPassword":"§"}}}',
  "grant_type=password&username=bob&password=§",
  "<SecretAccessKey>§</SecretAccessKey>",
  "<wsse:Password>§</wsse:Password>",
  "AccountName=shop;AccountKey=§;EndpointSuffix=core.test",
  "Server=db;Uid=bob;Pwd=§;",
  "trace_id=1,session_token=§",
];

/** Query parameters that must be kept. */
export const HARMLESS_PARAMETERS = `
  code=200 code=404 code=DE code=EUR sortkey=name max_tokens=4096 authority=council tokenize=1 pin=top sso=off
  cookie_consent=yes key=sessions-list pass=1 signature_required=no session_count=3 page=2 sort=name order=desc
  limit=100 q=cors+error author=Bob country_code=de zip_code=10115 postal_code=SW1A1AA currency_code=EUR
  language_code=en error_code=ENOENT sort_key=created_at cache_key=v1 keyword=monkey keyboard=qwertz hotkey=F5
  state=open state=CA state=active token_type=bearer tokens=250 total_tokens=128000 token_count=12
  auth_method=oauth auth_type=basic author_id=42 session_timeout=3600000 password_reset=true has_password=false
  hash=top secret=false signature=none hashtag=cors design=flat assign=bob signal=on signed=true pinned=true
  spin=1 passenger=2 passport=no compass=n bypass=true secretary=Ann tokenizer=bpe ticket_count=7
  code_challenge_method=S256 response_type=code grant_type=authorization_code scope=openid+profile
  redirect_uri=https://app.test/callback prompt=none locale=de_DE date=2024-01-02 since=2024-01-02T03:04:05.678Z
  ts=1700000000123 version=1.2.3-beta.1 v=20240102 ids=1,2,3,4,5,6,7,8,9,10,11,12 bbox=48.137154,11.576124,48.2,11.6
  id=3f2a9c1b-7d6e-4f4a-bb2c-1a2b3c4d5e6f orderId=507f1f77bcf86cd799439011 ref=01ARZ3NDEKTSV4RRFFQ69G5FAV
  slug=how-to-fix-cors-errors-in-2024 name=Donaudampfschifffahrtsgesellschaft title=internationalization
  fields=id,name,created_at,updated_at filter=status:open,priority:high lang=en-US tz=America/Argentina/Buenos_Aires
  ua=Mozilla/5.0+(X11;+Linux+x86_64) type=application/vnd.github.v3+json event=checkout.session.completed
  class=com.example.app.services.UserAccountService file=main.3f2a9c1b.js img=iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB
  phone=4915112345678 isbn=9783161484100 sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  integrity=sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC utm_source=newsletter
  utm_campaign=spring-sale-2024 gclsrc=aw.ds status_code=503 promo_code=SUMMER24 key_type=rsa public_key=none
  login=bob share=true invite=false activation=relu verify=no license=MIT policy=strict seed=42 link=next
  license_type=enterprise challenge=none reset=all cookie=accepted access=public identity=anonymous
  code=E404 code=42P01 code=AB12 page_token=2 page_token=next nextPageToken=10 continuationToken=5 next_token=2
  tokens_per_minute=100 token_type_hint=access_token token_symbol=ETH tokenId=42 token_name=USDC
  token_address=0x6B175474E89094C44Da98b954EedeAC495271d0F contract=0x6B175474E89094C44Da98b954EedeAC495271d0F
  forgot_password=1 lost_password=true password_hint=none sig_figs=3 access_level=3 ssid=HomeWiFi bssid=guest
  trace_id=0af7651916cd43dd8448eb211c80319c request_id=0af7651916cd43dd8448eb211c80319c pw=1 sk=SK ak=AK ks=KS
  crumb=home breadcrumb=home.shop salt=none clave=uno answer=42 security_question=pet obsession=perfume
  filter=token_type:erc20 q=Basic+instinct q=bearer+bonds q=token+bucket search=secret+garden pin=left pin=center
  bypass=cache pass=first key=created_at key_code=65 keyCode=Enter auth=none auth=required authuser=0
  state=NY state=on-hold hash=md5 digest=daily policy=allow-all ticket=ABC-42 seed=12345 nonce=1 salt_level=2
  session=spring session_type=web sign=aries exp=1700000000 acl=public-read coupon=SAVE10 coupon_code=SAVE10
  src=d111111abcdef8.cloudfront.net/img/a
  qrcode=true barcode=4006381333931 zipcode=94107 geohash=u281zcp9 v=dQw4w9WgXcQ model=RTX4090 sku=TSHIRT-BLK-XL
`
  .trim()
  .split(/\s+/);

/** Paths that must be kept. */
export const HARMLESS_PATHS = [
  "/api/v2/users/42/orders",
  "/users/3f2a9c1b-7d6e-4f4a-bb2c-1a2b3c4d5e6f",
  "/users/507f1f77bcf86cd799439011/posts",
  "/assets/main.3f2a9c1b.js",
  "/assets/index-BxK3f9_a.css",
  "/static/js/2.d41d8cd98f00b204e9800998ecf8427e.chunk.js",
  "/_next/static/kJ3nP0-aBcDzeFgHiJkLm/_buildManifest.js",
  "/s/roboto/v30/KFOmCnqEu92Fr1Mu4mxKKTU1Kg.woff2",
  "/blog/2024/01/02/how-to-fix-cors-errors-in-2024",
  "/repos/a/b/commits/3f2a9c1b7d6e4f4abb2c1a2b3c4d5e6f00112233",
  "/npm/@babel/plugin-transform-modules-commonjs@7.24.1/lib/index.js",
  "/reset/password",
  "/verify/email",
  "/login/oauth/authorize",
  "/auth/realms/main/protocol/openid-connect/token",
  "/token/refresh",
  "/sessions/42",
  "/share/2024-01-02",
  "/hooks/list",
  "/webhooks/12",
  "/fishhooks/ab12cd",
  "/invite/friends",
  "/keys/public",
  "/api/session/current",
  "/graphql",
  "/@bob/items",
  "/search;page=2",
  "/a/b/../c/./d",
  "/de/produkte/schuhe",
  "/v1.2.3/docs/getting-started",
  "/wiki/Content_Security_Policy",
  "/images/photo_2024-01-02_03-04-05.jpg",
  "/%E6%97%A5%E6%9C%AC%E8%AA%9E/page",
  "/token/0x6B175474E89094C44Da98b954EedeAC495271d0F",
  "/tokens/42",
  "/keys/2",
  "/secrets/list",
  "/join/team",
  "/magic/cards",
  "/services/web-design",
  "/unsubscribe/newsletter",
  "/webhooks/stripe",
  "/approve/all",
  "/sets/(S(x))/a",
  "/a/trace_id=0af7651916cd43dd8448eb211c80319c",
];

/** Header lines that must be kept. */
export const HARMLESS_HEADERS: readonly (readonly [string, string])[] = [
  ["Access-Control-Allow-Origin", "https://app.test"],
  ["Access-Control-Allow-Origin", "*"],
  ["Access-Control-Allow-Origin", "https://d111111abcdef8.cloudfront.net"],
  ["Access-Control-Allow-Headers", "authorization, x-api-key, x-csrf-token, token, key=session"],
  ["Access-Control-Expose-Headers", "X-Auth-Token, Set-Cookie"],
  ["Access-Control-Allow-Methods", "GET, PUT"],
  [
    "Access-Control-Request-Headers",
    "authorization,x-super-long-header-name-for-internationalization",
  ],
  ["Access-Control-Max-Age", "86400"],
  ["Access-Control-Allow-Credentials", "true"],
  ["Vary", "Origin, Cookie"],
  ["Content-Type", "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW"],
  ["Content-Type", "text/html; charset=utf-8"],
  ["Cache-Control", "max-age=60, private, stale-while-revalidate=30"],
  ["Date", "Fri, 02 Jan 2026 03:04:05 GMT"],
  ["ETag", '"33a64df551425fcc55e4d42a148795d9f25f89d4"'],
  ["ETag", 'W/"5f3c-aGVsbG8gd29ybGQgaGVsbG8"'],
  ["X-Request-Id", "3f2a9c1b7d6e4f4abb2c1a2b3c4d5e6f"],
  ["traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"],
  ["CF-Ray", "8a1b2c3d4e5f6a7b-FRA"],
  ["x-amz-id-2", "eftixk72aD6Ap51TnqcoF8eFidJG9Z/2mkiDFu8yU9AS1ed4OpIszj7UDNEHGran"],
  ["x-amz-cf-id", "MZkDS1VJ7pXk5cZ1a2J0m1Fh3rJ8lQy8f3ZP0XyXk3S1n7YwZr9zVA=="],
  ["Server", "nginx/1.25.3 (Ubuntu)"],
  ["Via", "1.1 3f2a9c1b7d6e4f4abb2c1a2b3c4d5e6f.cloudfront.net (CloudFront)"],
  ["Alt-Svc", 'h3=":443"; ma=86400'],
  ["WWW-Authenticate", 'Basic realm="x"'],
  ["WWW-Authenticate", 'Bearer realm="api", error="invalid_token"'],
  ["WWW-Authenticate", "Negotiate"],
  ["Strict-Transport-Security", "max-age=31536000; includeSubDomains"],
  ["Link", "<https://api.test/items?page=3>; rel=next, <https://api.test/items?page=9>; rel=last"],
  ["Location", "https://login.test/authorize?client_id=web&response_type=code&scope=openid"],
  [
    "Content-Security-Policy",
    "default-src 'self'; script-src 'sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc='",
  ],
  [
    "User-Agent",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
  ],
  ["Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"],
  ["Accept-Language", "en-US,en;q=0.9,de;q=0.8"],
  ["Idempotency-Key", "3f2a9c1b-7d6e-4f4a-bb2c-1a2b3c4d5e6f"],
  ["X-RateLimit-Limit-Tokens", "150000"],
  ["X-RateLimit-Reset-Tokens", "6ms"],
  ["X-Token-Type", "true"],
  ["RateLimit-Reset", "1700000000"],
  ["Permissions-Policy", "camera=(), geolocation=(self)"],
  ["Server-Timing", "cdn-cache; desc=HIT, edge; dur=12"],
  ["Sec-WebSocket-Protocol", "graphql-transport-ws, v12.stomp, mqtt, ocpp1.6, v4.channel.k8s.io"],
  ["Sec-CH-UA", '"Chromium";v="156", "Not.A/Brand";v="24"'],
  ["Range", "bytes=0-1023"],
  ["Allow", "GET, OPTIONS"],
  [
    "Report-To",
    '{"group":"default","max_age":31536000,"endpoints":[{"url":"https://reports.test/r"}]}',
  ],
  ["Surrogate-Key", "homepage articles/42"],
  ["X-Powered-By", "Express"],
  ["Content-Disposition", 'attachment; filename="report-2024.pdf"'],
  ["Baggage", "userTier=premium,region=eu-central-1"],
  ["X-Custom", '{"page":2,"sort":"name","max_tokens":4096}'],
  ["X-Custom", '{"sign":"+","next_token":"2"}'],
  ["X-Access-Level", "admin"],
  ["X-Git-Commit", "3f2a9c1b7d6e4f4abb2c1a2b3c4d5e6f00112233"],
  ["X-Cloud-Trace-Context", "105445aa7843bc8bf206b12000100000/1;o=1"],
  ["Sentry-Trace", "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1"],
  ["Baggage", "sentry-release=1.2.3,sentry-trace_id=0af7651916cd43dd8448eb211c80319c"],
  ["Set-Login", "logged-in"],
  ["Link", '</items?page_token=2>; rel="next"'],
  ["X-RateLimit-Policy", "100;w=60"],
  ["X-Cookie-Consent", "all"],
  ["Authentication-Results", "mx.app.test; dkim=pass"],
  ["WWW-Authenticate", 'DPoP algs="ES256"'],
  ["WWW-Authenticate", 'Digest realm="x", qop="auth", algorithm=SHA-256'],
];
