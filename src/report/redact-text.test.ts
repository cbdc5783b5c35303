import { describe, expect, it } from "vitest";
import { redactHeaderValue, redactText, redactUrl } from "./redact-text.ts";

/**
 * Texts before and after redaction. "q7Zx2LmV9tRb4KpW8nYc" looks random by itself, "q7Zx2L" is a secret only
 * by its context.
 */

describe("in a text, logins: a name with a password before a host", () => {
  it.each([
    ["bob:q7Zx2L@h.test", "redacted:redacted@h.test"],
    ['"bob:q7Zx2L@h.test"', '"redacted:redacted@h.test"'],
    ["'bob:q7Zx2L@h.test'", "'redacted:redacted@h.test'"],
    ["(bob:q7Zx2L@[::1])", "(redacted:redacted@[::1])"],
    ["a,bob:q7Zx2L@h.test", "a,redacted:redacted@h.test"],
    ["a;bob:q7Zx2L@h.test", "a;redacted:redacted@h.test"],
    ["x=bob:q7Zx2L@h.test", "x=redacted:redacted@h.test"],
    ["x//bob:q7Zx2L@h.test", "x//redacted:redacted@h.test"],
    ["mail bob@h.test now", null],
    ["/v2/image:q7Zx2L@h.test", null],
    ["bob:q7Zx2L@ now", null],
    ["bob:q7Zx2L @h.test", null],
    ["bob:x/y@h.test", null],
  ])("%j becomes %j", (text, wanted) => {
    expect(redactText(text)).toBe(wanted ?? text);
  });
});

describe("in a text, userinfo of a URL", () => {
  it.each([
    ["see https://bob@h.test:80/a@b", "see https://redacted@h.test:80/a@b"],
    ["\\\\bob@h.test", "\\\\redacted@h.test"],
    ["ws:/bob@h.test", "ws:/redacted@h.test"],
    ["foo:/bob@h.test", null],
    ["foo://bob@h.test", "foo://redacted@h.test"],
    ["see x//bob@h.test", null],
  ])("%j becomes %j", (text, wanted) => {
    expect(redactText(text)).toBe(wanted ?? text);
  });
});

describe("in a text, JSON", () => {
  it.each([
    ['{"tokens":["q7Zx2L"],"n":1}', '{"tokens":["[redacted]"],"n":1}'],
    [
      '{"a":{"b":{"c":{"d":{"password":"q7Zx2L"}}}}}',
      '{"a":{"b":{"c":{"d":{"password":"[redacted]"}}}}}',
    ],
    [
      '{"sha":"q7Zx2LmV9tRb4KpW8nYc","x":"q7Zx2LmV9tRb4KpW8nYc"}',
      '{"sha":"q7Zx2LmV9tRb4KpW8nYc","x":"[redacted]"}',
    ],
    ['{"trace_id":"q7Zx2LmV9tRb4KpW8nYc"}', null],
    [
      '{"password":true,"pin":4711,"page":4711}',
      '{"password":true,"pin":"[redacted]","page":4711}',
    ],
    ['[1,"q7Zx2LmV9tRb4KpW8nYc"]', '[1,"[redacted]"]'],
    ['{broken "token":"q7Zx2L"', '{broken "token":"[redacted]"'],
    [' {"token":"q7Zx2L"}', '{"token":"[redacted]"}'],
    ['{ "a": 1 }', null],
    ['{"a":"see https://h.test/?token=q7Zx2L"}', '{"a":"see https://h.test/?token=redacted"}'],
  ])("%j becomes %j", (text, wanted) => {
    expect(redactText(text)).toBe(wanted ?? text);
  });
});

describe("in a text, pairs", () => {
  it.each([
    ['token   =   "q7Zx2L"', 'token   =   "[redacted]"'],
    ['"token" : "q7Zx2L"', '"token" : "[redacted]"'],
    ['x="q7Zx2L"', null],
    ["\u00e9token=q7Zx2L", "\u00e9token=[redacted]"],
    ['"token":"q7Zx2L"', '"token":"[redacted]"'],
    ["'token':'q7Zx2L'", "'token':'[redacted]'"],
    ['token = "q7Zx2L"', 'token = "[redacted]"'],
    ['\\"token\\":\\"q7Zx2L\\"', '\\"token\\":\\"[redacted]\\"'],
    ['token="a b q7Zx2L" c', 'token="[redacted]" c'],
    ["token: Bearer q7Zx2L", "token: Bearer [redacted]"],
    ["token: basic", null],
    ["token: digest", null],
    ["token=bearer", "token=[redacted]"],
    ["token: bearers", "token: [redacted]"],
    ["<token>q7Zx2L</token>", "<token>[redacted]</token>"],
    ["<a:token>q7Zx2L</a:token>", "<a:token>[redacted]</a:token>"],
    ["<name>q7Zx2L</name>", null],
    ["token:q7Zx2L", "token:[redacted]"],
    ["token:/q7Zx2L", "token:[redacted]"],
    ["token://q7Zx2L", null],
    ["a.token=q7Zx2L", "a.token=[redacted]"],
    ["a[token]=q7Zx2L", "a[token]=[redacted]"],
    ["%74oken=q7Zx2L", "%74oken=[redacted]"],
    ["page=2&token=q7Zx2L", "page=2&token=[redacted]"],
    ["exp=1~token=q7Zx2L~x=1", "exp=1~token=[redacted]~x=1"],
    ["token=q7Zx2L,x;y", "token=[redacted],x;y"],
    ["token=%71q7Zx2L", "token=[redacted]"],
  ])("%j becomes %j", (text, wanted) => {
    expect(redactText(text)).toBe(wanted ?? text);
  });
});

describe("in a text, its URLs", () => {
  it.each([
    ["a,https://b.test/?token=q7Zx2L", "a,https://b.test/?token=redacted"],
    [
      "https://a.test/?token=q7Zx2L,https://b.test",
      "https://a.test/?token=redacted,https://b.test",
    ],
    ["xx:https://b.test/?token=q7Zx2L", "xx:https://b.test/?token=redacted"],
    ["</a?token=q7Zx2L>; rel=next", "</a?token=redacted>; rel=next"],
    ['"/a?token=q7Zx2L"', '"/a?token=redacted"'],
    ["a#q7Zx2LmV9tRb4KpW8nYc", "a#redacted"],
    ["a\\q7Zx2LmV9tRb4KpW8nYc", "a\\redacted"],
    ["see C:\\a\\b", null],
  ])("%j becomes %j", (text, wanted) => {
    expect(redactText(text)).toBe(wanted ?? text);
  });
});

describe("in a text, random words", () => {
  it.each([
    ["cdn.test/q7Zx2LmV9tRb4KpW8nYc/x", "cdn.test/redacted/x"],
    ["q7Zx2LmV9tRb4KpW8nYc==", "[redacted]"],
    ["=q7Zx2LmV9tRb4KpW8nYc", "[redacted]"],
    ["/q7Zx2LmV9tRb4KpW8nYc", "/redacted"],
    ["a?b=q7Zx2LmV9tRb4KpW8nYc", "a?b=redacted"],
    ["x=1&y=q7Zx2LmV9tRb4KpW8nYc", "x=1&y=redacted"],
    ["a|q7Zx2LmV9tRb4KpW8nYc|b", "a|[redacted]|b"],
    ["a;q7Zx2LmV9tRb4KpW8nYc", "a;[redacted]"],
    ["a(q7Zx2LmV9tRb4KpW8nYc)", "a([redacted])"],
    ["a[q7Zx2LmV9tRb4KpW8nYc]", "a[[redacted]]"],
    ["a:q7Zx2LmV9tRb4KpW8nYc", "a:[redacted]"],
    ["a.q7Zx2LmV9tRb4KpW8nYc", "[redacted]"],
    ["k=q7Zx2LmV9tRb4KpW8nYc", "k=redacted"],
    ["(q7Zx2LmV9tRb4KpW8nYc),x", "([redacted]),x"],
    ["x q7Zx2LmV9tRb4KpW8nYc y", "x [redacted] y"],
  ])("%j becomes %j", (text, wanted) => {
    expect(redactText(text)).toBe(wanted ?? text);
  });
});

describe("in a text, schemes", () => {
  it.each([
    [
      'Digest username="bob", response="q7Zx2L", realm="x"',
      'Digest username="[redacted]", response="[redacted]", realm="x"',
    ],
    ['response="q7Zx2L"', null],
    ["username=bob", null],
    ['Digest username=bob, uri="/a"', 'Digest username=[redacted], uri="/a"'],
  ])("%j becomes %j", (text, wanted) => {
    expect(redactText(text)).toBe(wanted ?? text);
  });
});

describe("in a URL, query and fragment", () => {
  it.each([
    ["https://h.test/?q7Zx2LmV9tRb4KpW8nYc", "https://h.test/?redacted"],
    ["https://h.test/?a&q7Zx2LmV9tRb4KpW8nYc", "https://h.test/?a&redacted"],
    ["https://h.test/#q7Zx2LmV9tRb4KpW8nYc", "https://h.test/#redacted"],
    ["https://h.test/#/a/q7Zx2LmV9tRb4KpW8nYc", "https://h.test/#/a/redacted"],
    ["https://h.test/#a?token=q7Zx2L", "https://h.test/#a?token=redacted"],
    ["https://h.test/#abc/token/q7Zx2L", "https://h.test/#abc/token/redacted"],
    ["https://h.test/?a=1#token=q7Zx2L", "https://h.test/?a=1#token=redacted"],
    ["https://h.test/?token=", null],
    ["https://h.test/?token", null],
    ["https://h.test/?a=1&&token=q7Zx2L", "https://h.test/?a=1&&token=redacted"],
    ["https://h.test/?a/b=1&token=q7Zx2L", "https://h.test/?a/b=1&token=redacted"],
    ["https://h.test/?a=b/c?token=q7Zx2L", "https://h.test/?a=b/c?token=redacted"],
  ])("%j becomes %j", (text, wanted) => {
    expect(redactUrl(text)).toBe(wanted ?? text);
  });
});

describe("in a URL, what a parameter holds", () => {
  it.each([
    ["https://h.test/?q=[1]", null],
    [
      'https://h.test/?q=[{"token":"q7Zx2L"}]',
      "https://h.test/?q=%5B%7B%22token%22%3A%22redacted%22%7D%5D",
    ],
    ["https://h.test/?q=b[token]=q7Zx2L", "https://h.test/?q=b[token]=redacted"],
    ["https://h.test/?q=b-token=q7Zx2L", "https://h.test/?q=b-token=redacted"],
    [
      "https://h.test/?q=<token>q7Zx2L</token>",
      "https://h.test/?q=%3Ctoken%3Eredacted%3C%2Ftoken%3E",
    ],
    ["https://h.test/?q=a~token=q7Zx2L", "https://h.test/?q=a~token=redacted"],
    ["https://h.test/?q=bob:q7Zx2L@h.test", "https://h.test/?q=redacted:redacted@h.test"],
    ["https://h.test/?q=bob@h.test", null],
    ["https://h.test/?q=50%25", null],
    [
      "https://h.test/?next=https://b.test/%3Ftoken=q7Zx2L",
      "https://h.test/?next=https%3A%2F%2Fb.test%2F%3Ftoken%3Dredacted",
    ],
    ["https://h.test/?sha=q7Zx2LmV9tRb4KpW8nYc", null],
    [
      "https://h.test/?etag=q7Zx2LmV9tRb4KpW8nYc&x=q7Zx2LmV9tRb4KpW8nYc",
      "https://h.test/?etag=q7Zx2LmV9tRb4KpW8nYc&x=redacted",
    ],
    [
      "https://h.test/?q=%7B%22token%22%3A%22q7Zx2L%22%7D",
      "https://h.test/?q=%7B%22token%22%3A%22redacted%22%7D",
    ],
    ["https://h.test/?q=a%20b%20q7Zx2LmV9tRb4KpW8nYc", "https://h.test/?q=a%20b%20redacted"],
    ["https://h.test/?q=x.y=1;token=q7Zx2L", "https://h.test/?q=x.y=1;token=redacted"],
    ["https://h.test/?q=token=q7Zx2L", "https://h.test/?q=token=redacted"],
    ["https://h.test/?q=a%3D1%26token%3Dq7Zx2L", "https://h.test/?q=a%3D1%26token%3Dredacted"],
    ["https://h.test/?u=%2Fa%2Fq7Zx2LmV9tRb4KpW8nYc", "https://h.test/?u=%2Fa%2Fredacted"],
    ["https://h.test/?u=%2Fa%2Fb", null],
    [
      "https://h.test/?e=https%3A%2F%2Fh.test%2F%3Fd%3Dhttps%253A%252F%252Fh.test%252F%253Fc%253Dhttps%25253A%25252F%25252Fh.test%25252F%25253Fb%25253Dhttps%2525253A%2525252F%2525252Fh.test%2525252F%2525253Fa%2525253D1",
      null,
    ],
    [
      "https://h.test/?f=https%3A%2F%2Fh.test%2F%3Fe%3Dhttps%253A%252F%252Fh.test%252F%253Fd%253Dhttps%25253A%25252F%25252Fh.test%25252F%25253Fc%25253Dhttps%2525253A%2525252F%2525252Fh.test%2525252F%2525253Fb%2525253Dhttps%252525253A%252525252F%252525252Fh.test%252525252F%252525253Fa%252525253D1",
      "https://h.test/?f=https%3A%2F%2Fh.test%2F%3Fe%3Dhttps%253A%252F%252Fh.test%252F%253Fd%253Dhttps%25253A%25252F%25252Fh.test%25252F%25253Fc%25253Dhttps%2525253A%2525252F%2525252Fh.test%2525252F%2525253Fb%2525253Dredacted",
    ],
    [
      "https://h.test/?e=https%3A%2F%2Fh.test%2F%3Fd%3Dhttps%253A%252F%252Fh.test%252F%253Fc%253Dhttps%25253A%25252F%25252Fh.test%25252F%25253Fb%25253Dhttps%2525253A%2525252F%2525252Fh.test%2525252F%2525253Fa%2525253Dhttps%252525253A%252525252F%252525252Fh.test%252525252F%252525253Ftoken%252525253Dq7Zx2L",
      "https://h.test/?e=https%3A%2F%2Fh.test%2F%3Fd%3Dhttps%253A%252F%252Fh.test%252F%253Fc%253Dhttps%25253A%25252F%25252Fh.test%25252F%25253Fb%25253Dhttps%2525253A%2525252F%2525252Fh.test%2525252F%2525253Fa%2525253Dredacted",
    ],
  ])("%j becomes %j", (text, wanted) => {
    expect(redactUrl(text)).toBe(wanted ?? text);
  });
});

describe("in a URL, data URLs", () => {
  it.each([
    ["data:image/png;base64,q7Zx2LmV9tRb4KpW8nYc", null],
    ["data:font/woff;base64,q7Zx2LmV9tRb4KpW8nYc", null],
    ["data:audio/ogg,q7Zx2LmV9tRb4KpW8nYc", null],
    ["data:video/mp4,q7Zx2LmV9tRb4KpW8nYc", null],
    ["data:text/plain,q7Zx2LmV9tRb4KpW8nYc", "data:text/plain,redacted"],
    ['data:text/html,<b token="q7Zx2L">', "data:text/html,%3Cb%20token%3D%22redacted%22%3E"],
    [" data:,q7Zx2LmV9tRb4KpW8nYc", " data:,redacted"],
    [
      'data:application/json,{"token":"q7Zx2L"}',
      "data:application/json,%7B%22token%22%3A%22redacted%22%7D",
    ],
    ["DATA:IMAGE/png,q7Zx2LmV9tRb4KpW8nYc", null],
    ["data:text/image/,q7Zx2LmV9tRb4KpW8nYc", "data:text/image/,redacted"],
    ["data:text/x;y=data:image/,q7Zx2LmV9tRb4KpW8nYc", "data:text/x;y=data:image/,redacted"],
    ["xdata:,a", null],
  ])("%j becomes %j", (text, wanted) => {
    expect(redactUrl(text)).toBe(wanted ?? text);
  });
});

describe("in a URL, schemes and authorities", () => {
  it.each([
    ["http:q7Zx2LmV9tRb4KpW8nYc.h.test/a", null],
    ["ws:q7Zx2LmV9tRb4KpW8nYc.h.test/a", null],
    ["ftp:q7Zx2LmV9tRb4KpW8nYc.h.test/a", null],
    [" https:q7Zx2LmV9tRb4KpW8nYc.h.test/a", null],
    ["httpx:q7Zx2LmV9tRb4KpW8nYc.h.test/a", "redacted/a"],
    ["x1+.-://q7Zx2LmV9tRb4KpW8nYc.h.test/a", null],
    ["/q7Zx2LmV9tRb4KpW8nYc.h.test/a", "/redacted/a"],
    ["blob:q7Zx2LmV9tRb4KpW8nYc", "redacted"],
    ["///q7Zx2LmV9tRb4KpW8nYc/a", null],
    ["a//q7Zx2LmV9tRb4KpW8nYc/b", "a//redacted/b"],
    ["blob:https://h.test/3f2a9c1b-7d6e-4f4a-bb2c-1a2b3c4d5e6f", null],
    [
      "blob:https://bob:pw@h.test/q7Zx2LmV9tRb4KpW8nYc",
      "blob:https://redacted:redacted@h.test/redacted",
    ],
    ["chrome-extension://abcdefghijklmnopabcdefghijklmnop/a.js", null],
    [
      "https:q7Zx2LmV9tRb4KpW8nYc.h.test/reset/q7Zx2L",
      "https:q7Zx2LmV9tRb4KpW8nYc.h.test/reset/redacted",
    ],
    ["wss://h.test/token/q7Zx2L", "wss://h.test/token/redacted"],
    ["https://q7Zx2LmV9tRb4KpW8nYc.h.test/", null],
    ["//q7Zx2LmV9tRb4KpW8nYc.h.test/reset/q7Zx2L", "//q7Zx2LmV9tRb4KpW8nYc.h.test/reset/redacted"],
    [
      "  https://q7Zx2LmV9tRb4KpW8nYc.h.test/reset/q7Zx2L",
      "  https://q7Zx2LmV9tRb4KpW8nYc.h.test/reset/redacted",
    ],
    [
      "\\\\q7Zx2LmV9tRb4KpW8nYc.h.test\\reset\\q7Zx2L",
      "\\\\q7Zx2LmV9tRb4KpW8nYc.h.test\\reset\\redacted",
    ],
    [
      "https:\\\\q7Zx2LmV9tRb4KpW8nYc.h.test\\reset\\q7Zx2L",
      "https:\\\\q7Zx2LmV9tRb4KpW8nYc.h.test\\reset\\redacted",
    ],
  ])("%j becomes %j", (text, wanted) => {
    expect(redactUrl(text)).toBe(wanted ?? text);
  });
});

describe("in a URL, paths", () => {
  it.each([
    ["/hooks2/abc/q7Zx2L", "/hooks2/abc/redacted"],
    ["/hookb/abc/q7Zx2L", "/hookb/abc/redacted"],
    ["/hookc/abc/q7Zx2L", null],
    ["/hooks22/abc/q7Zx2L", null],
    ["/a/b%3Ftoken%3Dq7Zx2L", "/a/b%3Ftoken%3Dredacted"],
    ["/a/%22token%22%3A%22q7Zx2L%22", "/a/%22token%22%3A%22redacted%22"],
    ["/a/b%2Ftoken%2Fq7Zx2L", "/a/b%2Ftoken%2Fredacted"],
    ["/a/x%0Atoken=q7Zx2L", "/a/x%0Atoken=redacted"],
    ["/a/b%2Fc", null],
    ["/sha1/x/q7Zx2LmV9tRb4KpW8nYc", "/sha1/x/redacted"],
    ["/q7Zx2LmV9tRb4KpW8nYc.jpgx/a", "/redacted/a"],
    ["/q7Zx2LmV9tRb4KpW8nYc.tar.gz", null],
    ["/static/q7Zx2LmV9tRb4KpW8nYc/a.js", null],
    ["/static/q7Zx2LmV9tRb4KpW8nYc/a", "/static/redacted/a"],
    ["/a/q7Zx2LmV9tRb4KpW8nYc/a.js", "/a/redacted/a.js"],
    ["/token/q7Zx2L/a.js", "/token/redacted/a.js"],
    ["/a/q7Zx2LmV9tRb4KpW8nYc.js", null],
    ["/x;token=q7Zx2L;p=2/y", "/x;token=redacted;p=2/y"],
    ["/x;a=q7Zx2LmV9tRb4KpW8nYc", "/x;a=redacted"],
    ["/x;a=b", null],
    ["/exp=1~hmac=q7Zx2L", "/exp=1~hmac=redacted"],
    ["/a=1&token=q7Zx2L", "/a=1&token=redacted"],
    ["/a=1,token=q7Zx2L", "/a=1,token=redacted"],
    ["/q7Zx2LmV9tRb4KpW8nYc;a=b", "/redacted"],
    ["/sha256/q7Zx2LmV9tRb4KpW8nYc", null],
    ["/sha256/q7Zx2LmV9tRb4KpW8nYc%2Fx", "/sha256/redacted"],
    ["/hooks/abc/q7Zx2L", "/hooks/abc/redacted"],
    ["/hooks/42", null],
    ["/hooks/abc/def", null],
    ["/a/%7B%22token%22%3A%22q7Zx2L%22%7D", "/a/%7B%22token%22%3A%22redacted%22%7D"],
    [
      "/a/https%3A%2F%2Fh.test%2F%3Ftoken%3Dq7Zx2L",
      "/a/https%3A%2F%2Fh.test%2F%3Ftoken%3Dredacted",
    ],
    ["/a/x%20q7Zx2LmV9tRb4KpW8nYc", "/a/x%20redacted"],
    ["/a/x%20y", null],
    ["/%E0%A4%A/q7Zx2LmV9tRb4KpW8nYc", "/%E0%A4%A/redacted"],
    ["/a\\reset\\q7Zx2L", "/a\\reset\\redacted"],
    ["reset/q7Zx2L", "reset/redacted"],
    ["q7Zx2LmV9tRb4KpW8nYc", "redacted"],
  ])("%j becomes %j", (text, wanted) => {
    expect(redactUrl(text)).toBe(wanted ?? text);
  });
});

describe("in a URL, tabs and newlines within", () => {
  it.each([
    ["https://h\t.test/a?b=1", null],
    ["https://h.test/\na", null],
    ["https://b\tob:p@h.test/a?x=1", "https://redacted:redacted@h.test/a?x=1"],
    ["https://b\rob@h.test/", "https://redacted@h.test/"],
    ["https://:p\tw@h.test/", "https://redacted:redacted@h.test/"],
    ["h\nttps://b@h.test/", "https://redacted@h.test/"],
  ])("%j becomes %j", (text, wanted) => {
    expect(redactUrl(text)).toBe(wanted ?? text);
  });
});

describe("in a header", () => {
  it.each([
    [
      "Access-Control-Allow-Origin",
      "https://h.test/?token=q7Zx2L, https://b.test",
      "https://h.test/?token=redacted, https://b.test",
    ],
    ["Access-Control-Allow-Headers", "x-a, ghp_q7Zx2LmV9tRb4KpW8nYc, x-b", "x-a, redacted, x-b"],
    [
      "Access-Control-Allow-Headers",
      "x-a, (ghp_q7Zx2LmV9tRb4KpW8nYc), x-b",
      "x-a, (redacted), x-b",
    ],
    [
      "Access-Control-Allow-Headers",
      "x-a, sha256~q7Zx2LmV9tRb4KpW8nYc, /ghp_q7Zx2LmV9tRb4KpW8nYc",
      "x-a, redacted, /redacted",
    ],
    ["Access-Control-Allow-Headers", "1//0q7Zx2LmV9tRb4KpW8nYc, x", "[redacted], x"],
    ["Access-Control-Allow-Headers", "x a ghp_q7Zx2LmV9tRb4KpW8nYc", "x a redacted"],
    [
      "Access-Control-Allow-Origin",
      "https://app.test/reset/q7Zx2L",
      "https://app.test/reset/redacted",
    ],
    [
      "Access-Control-Allow-Origin",
      "https://app.test\\reset\\q7Zx2L",
      "https://app.test\\reset\\redacted",
    ],
    [
      "Access-Control-Allow-Origin",
      "https:///app.test/reset/q7Zx2L",
      "https:///app.test/reset/redacted",
    ],
    ["Vary", "Origin, ghp_q7Zx2LmV9tRb4KpW8nYc", "Origin, redacted"],
    [
      "Content-Type",
      'text/html; charset="ghp_q7Zx2LmV9tRb4KpW8nYc"',
      'text/html; charset="redacted"',
    ],
    ["Origin", "x#q7Zx2LmV9tRb4KpW8nYc", "x#redacted"],
    ["Origin", "x?q7Zx2LmV9tRb4KpW8nYc", "x?redacted"],
    ["Origin", "x/q7Zx2LmV9tRb4KpW8nYc", null],
    ["ETag", '"a?token=q7Zx2L"', '"a?token=redacted"'],
    ["ETag", "a/q7Zx2LmV9tRb4KpW8nYc", null],
    ["X-Request-Id", "/a/q7Zx2LmV9tRb4KpW8nYc", null],
    ["X-Request-Id", "https://h.test/q7Zx2LmV9tRb4KpW8nYc", "https://h.test/redacted"],
    ["X-Request-Id", "a,q7Zx2LmV9tRb4KpW8nYc", null],
    ["X-A", "/a/q7Zx2LmV9tRb4KpW8nYc", "/a/redacted"],
    ["X-A", "a/b/q7Zx2LmV9tRb4KpW8nYc=", "[redacted]"],
    ["WWW-Authenticate", 'Basic realm="q7Zx2L"', null],
    ["WWW-Authenticate", "Foo a1b2", "Foo [redacted]"],
    ["WWW-Authenticate", "Foo a1b2, Bar c3d4==,Baz", "Foo [redacted], Bar [redacted],Baz"],
    ["WWW-Authenticate", "Foo a=b", null],
    ["Sec-WebSocket-Protocol", "mqtt, q7Zx2LmV9tRb4KpW8nYc", "mqtt, [redacted]"],
    ["Sec-WebSocket-Protocol", "token , q7Zx2L", "token , [redacted]"],
    ["Sec-WebSocket-Protocol", "token,q7Zx2L,mqtt", "token,[redacted],mqtt"],
  ])("%s: %j becomes %j", (name, value, wanted) => {
    expect(redactHeaderValue(name, value)).toBe(wanted ?? value);
  });
});
