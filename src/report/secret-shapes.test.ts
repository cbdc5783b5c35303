import { describe, expect, it } from "vitest";
import { withoutShapes } from "./secret-shapes.ts";

const HEX = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
const UUID = "3f2a9c1b-7d6e-4f4a-bb2c-1a2b3c4d5e6f";

// Shapes from the vendors' documentation; the examples are theirs or modelled on them. "§" stands for the
// redacted part; null means that nothing is redacted.
describe("a secret is recognised by its shape:", () => {
  // biome-ignore format: a table is read by its columns.
  it.each([
    // https://www.rfc-editor.org/rfc/rfc7519#section-3.1 , also with whitespace in the header; RFC 7516 has
    // five parts.
    ["eyJhbGciOiJI.eyJzdWIi.c2ln", "§"],
    ["eyAiYWxnIjog.a.b", "§"],
    ["eyIxMjM0NTY3.a.b", "§"],
    ["ewogIEFiYzEy.a.b", "§"],
    ["eyJhbGciOiJI.a.", "§"],
    ["eyJhbGciOiJI.a.b.c-1.d_2", "§"],
    ["t=eyJhbGciOiJI.a.b&x", "t=§&x"],
    ["t_eyJhbGciOiJI.a.b", "t_§"],
    ["t%20eyJhbGciOiJI.a.b", "t%20§"],
    ["xeyJhbGciOiJI.a.b", null],
    ["x-eyJhbGciOiJI.a.b", null],
    ["eyJhbGciOiJI.a", null],
    ["eyJabcde.a.b", null],
    ["eyjhbgcioiji.example.test", null],
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    ["AKIAIOSFODNN7EXAMPLE", "§"],
    ["ASIAIOSFODNN7EXAMPLE/x", "§/x"],
    ["(AROAIOSF7)", null],
    ["A3TXIOSFODNN7EXAMPLE", "§"],
    ["A3T4IOSFODNN7EXAMPLE", "§"],
    ["A3TxIOSFODNN7EXAMPLE", null],
    ["A3T-IOSFODNN7EXAMPLE", null],
    ["XAKIAIOSFODNN7EXAMPLE", null],
    ["AKIBIOSFODNN7EXAMPLE", null],
    // https://www.twilio.com/docs/glossary/what-is-a-sid , and Mailchimp's.
    [`AC${HEX}`, "§"],
    [`SK${HEX}, x`, "§, x"],
    [`AC${HEX}0`, null],
    [`xAC${HEX}`, null],
    [`AC${HEX.slice(1)}`, null],
    [`${HEX}-us12`, "§"],
    [`${HEX}-us1`, "§"],
    [`${HEX}-us123`, null],
    [`a${HEX}-us1`, null],
    // https://core.telegram.org/bots/api#authorizing-your-bot
    ["/bot110201543:AAHdqTcvCH1vGWJx/getMe", "/§/getMe"],
    ["110201543%3aAAHdqTcvCH1vGWJx", "§"],
    ['"110201543:AAHdqTcvCH1vGWJx"', '"§"'],
    ["11:AAHdqTcvCH1vGWJx", null],
    ["x110201543:AAHdqTcvCH1vGWJx", null],
    ["110201543:AAHd1", null],
    ["110201543:AAHdqTcvCH1vGWJx.y", null],
    // Discord's tokens.
    [`M${"a1B2".repeat(6)}.aB3-_9.${"a1B2c".repeat(5)}`, "§"],
    [`x M${"a1B2".repeat(6)}.aB3-_9.${"a1B2c".repeat(5)}-_`, "x §"],
    [`P${"a1B2".repeat(6)}.aB3-_9.${"a1B2c".repeat(5)}`, null],
    [`M${"a1B2".repeat(5)}.aB3-_9.${"a1B2c".repeat(5)}`, null],
    [`M${"a1B2".repeat(6)}.aB3-_.${"a1B2c".repeat(5)}`, null],
    [`M${"a1B2".repeat(6)}.aB3-_9.${"a1B2".repeat(6)}`, null],
    // https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys
    ["SG.aB3-_9.aB3-_9", "§"],
    ["SG.aB3-_.aB3-_9", null],
    ["xSG.aB3-_9.aB3-_9", null],
    // HashiCorp Terraform's, and Azure AD's client secrets.
    ["aB3dE6gH9jK2mN.atlasv1.aB3-_9aB3-", "§"],
    ["aB3dE6gH9jK2m.atlasv1.aB3-_9aB3-", null],
    ["aB3dE6gH9jK2mN.atlasv2.aB3-_9aB3-", null],
    ["-aB3dE6gH9jK2mN.atlasv1.aB3-_9aB3-", null],
    [`aB38Q~${"a1B-.~".repeat(4)}`, "§"],
    [`aB~8Q~${"a1B2".repeat(5)}`, "§"],
    [`aB3xQ~${"a1B2".repeat(5)}`, null],
    [`aB38Q~${"a1B2".repeat(4)}`, null],
    // https://www.rfc-editor.org/rfc/rfc7468
    ["x -----BEGIN PRIVATE KEY-----\nMC4C\nAQ==\n-----END PRIVATE KEY----- y", "x § y"],
    ["-----BEGIN RSA PRIVATE KEY----- MC4C", "§"],
    ["-----BEGIN PUBLIC KEY----- MC4C -----END PUBLIC KEY-----", null],
    // https://api.slack.com/messaging/webhooks , and Teams' and Discord's.
    ["https://h.test/services/T00000000/B00000000/XX?a", "https://h.test/services/§?a"],
    ["/triggers/E012AB/123/ab 1", "/triggers/§ 1"],
    ["/workflows/T0/A0", null],
    ["/services/t00000000/b", null],
    ["/webhookb2/8d3f9@7b21/IncomingWebhook/c4/d#e", "/webhookb2/§#e"],
    ["/webhooks/1234/aB3-_/messages", "/webhooks/1234/§/messages"],
    ["/webhooks/stripe/events", null],
    // https://learn.microsoft.com/en-us/previous-versions/aspnet/ms178581(v=vs.100) : sessions without a cookie.
    ["/(S(lit3py55t21z5v55))/a.aspx", "/(S(§))/a.aspx"],
    ["/(X(1)A(b)F(lit3py55t21z5v55))/a", "/(X(1)A(b)F(§))/a"],
    ["/(Z(lit3py55t21z5v55))/a", null],
  ])("%s", (text, wanted) => {
    expect(withoutShapes(text, "§")).toBe(wanted ?? text);
  });

  // biome-ignore format: a table is read by its columns.
  it.each([
    // Unambiguous prefixes: the rest is redacted, unless it reads as words.
    ["npm_Zk3PqW8x", "§"],
    ["npm_config-registry", null],
    ["npm_internationalization", "§"],
    ["npm_configregistry", null],
    ["npm_config-registry-of-npm", null],
    ["npm_configregistry12345", "§"],
    ["npm_Zk3Pq", null],
    ["xnpm_Zk3PqW8x", null],
    ["glpat-Zk3PqW8x.Yk4Q", "§"],
    ["glpat-Zk3PqW8x.Yk4", "§.Yk4"],
    // Prefixes that words share: the rest must look random, or be a UUID.
    [`pat-na1-${UUID}`, "§"],
    [`key-${UUID.toUpperCase()}`, "§"],
    [`secret_${"Zk3PqW8xYk4QrX9w".repeat(2)}`, "§"],
    ["key-Zk3PqW8x", null],
    ["api-docs-for-readers", null],
  ])("a prefix in %s", (text, wanted) => {
    expect(withoutShapes(text, "§")).toBe(wanted ?? text);
  });

  it("keeps short words", () => {
    expect(withoutShapes("npm_ a b", "§")).toBe("npm_ a b");
  });
});
