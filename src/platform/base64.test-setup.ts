/** Base64 as both browsers have it, and Node 20 does not. */
Uint8Array.prototype.toBase64 ??= function (this: Uint8Array) {
  return Buffer.from(this).toString("base64");
};
Uint8Array.fromBase64 ??= (text) => Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));
