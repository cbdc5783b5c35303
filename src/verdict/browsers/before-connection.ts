import { causeOfError } from "./error-names.ts";

/** Whether an error comes before a request can be written to a connection. */
export function isBeforeConnection(error: string): boolean {
  if (causeOfError(error) === "tls-error") return true;
  return (error.startsWith("net::") ? CHROMIUM : GECKO).test(error);
}

const CHROMIUM =
  /NAME_NOT_RESOLVED|CONNECTION_REFUSED|ADDRESS_|CERT_|SSL_|INTERNET_DISCONNECTED|UNSAFE_PORT|(?<!UNEXPECTED_)PROXY|TUNNEL|BLOCKED_BY|LOCAL_NETWORK_ACCESS/;

const GECKO =
  /UNKNOWN_HOST|CONNECTION_REFUSED|ADDRESS_|(?<!UNEXPECTED_)PROXY|OFFLINE|PORT_ACCESS|SSL_|CERT_|SEC_ERROR|MOZILLA_PKIX|BLOCKED_BY|LOCAL_NETWORK_ACCESS/;
