const SET_BY_BROWSERS =
  /^(?::.*|accept|accept-charset|accept-encoding|accept-language|access-control-.*|cache-control|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|pragma|priority|proxy-.*|referer|sec-.*|te|trailer|transfer-encoding|upgrade.*|user-agent|via)$/i;

/**
 * Whether a browser sets this request header by itself, or a page may not set it: in a recorded request it is
 * probably not the page's.
 * https://fetch.spec.whatwg.org/#forbidden-request-header
 */
export function isSetByBrowsers(name: string): boolean {
  return SET_BY_BROWSERS.test(name);
}
