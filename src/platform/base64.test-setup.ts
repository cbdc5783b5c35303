/** Base64 methods that both browsers have, and Node 20 lacks. */
Uint8Array.prototype.toBase64 ??= function (this: Uint8Array) {
  return Buffer.from(this).toString("base64");
};
Uint8Array.fromBase64 ??= (text) => Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));
