import type { Exchange, Response } from "../../exchange/exchange.ts";
import { mayBeOfTrial } from "../../exchange/trial-headers.ts";
import type { HeaderList } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { HeaderName } from "./HeaderName.tsx";
import { VisibleText } from "./VisibleText.tsx";

/** A longer URL would hide the role of its message. */
const URL_CHARACTERS = 160;

/** The id of a message's element. */
export function messageId(hop: number, stage: "preflight" | "request"): string {
  return `message-${hop}-${stage}`;
}

/** Every message of the exchange, as sent on the wire. */
export function Messages({ exchange }: { exchange: Exchange }) {
  const tried = exchange.trial === true;
  const mixed = mayBeOfTrial(exchange);
  return (
    <>
      {exchange.hops.map((hop, index) => (
        <div key={index}>
          {hop.preflight !== null && (
            <Message
              id={messageId(index, "preflight")}
              role={say("message_preflight")}
              method="OPTIONS"
              url={hop.preflight.url}
              requestHeaders={hop.preflight.requestHeaders}
              response={hop.preflight.response}
              tried={tried}
              mixed={mixed}
            />
          )}
          <Message
            id={messageId(index, "request")}
            role={hop.redirect === null ? say("message_request") : say("message_redirected")}
            method={hop.method}
            url={hop.url}
            requestHeaders={hop.requestHeaders}
            response={hop.response}
            tried={tried}
            mixed={mixed}
          />
          {hop.redirect?.internal && <p class="subtle">{say("message_internal")}</p>}
        </div>
      ))}
      <p class="subtle">{say("message_no_bodies")}</p>
    </>
  );
}

interface MessageProps {
  id: string;
  role: string;
  method: string;
  url: string;
  requestHeaders: HeaderList | null;
  response: Response | null;
  /** Whether a trial may have changed the response. */
  tried: boolean;
  /** Whether each header may be the server's or the trial's. */
  mixed: boolean;
}

function Message(props: MessageProps) {
  const { id, role, method, url, requestHeaders, response, tried, mixed } = props;
  return (
    <article class="message" id={id} tabIndex={-1}>
      <h4>
        <span class="mono">
          <VisibleText value={method} /> <VisibleText value={url} shown={URL_CHARACTERS} />
        </span>{" "}
        <span class="subtle">{role}</span>
      </h4>
      {requestHeaders === null ? (
        <p class="subtle">{say("message_not_sent")}</p>
      ) : (
        <Headers title={say("message_request_headers")} headers={requestHeaders} />
      )}
      {response === null ? (
        <p class="subtle">{say("message_no_response")}</p>
      ) : (
        <>
          <p class="mono message-status">
            <strong>{response.status}</strong> <VisibleText value={response.statusText} />{" "}
            <span class="subtle">{circumstances(response)}</span>
          </p>
          <Headers
            title={say(mixed ? "message_mixed_headers" : "message_response_headers")}
            headers={response.headers}
          />
          {response.rewrittenHeaders !== null && (
            <Headers
              title={say(tried ? "message_tried_headers" : "message_rewritten_headers")}
              headers={response.rewrittenHeaders}
            />
          )}
        </>
      )}
    </article>
  );
}

function circumstances(response: Response): string {
  return [
    ...(response.fromCache ? [say("message_from_cache")] : []),
    ...(response.ip === null ? [] : [response.ip]),
  ].join(" · ");
}

function Headers({ title, headers }: { title: string; headers: HeaderList }) {
  return (
    <>
      <h5>
        {title}{" "}
        <span class="subtle">
          {`(${headers.length === 0 ? say("message_no_headers") : headers.length})`}
        </span>
      </h5>
      {headers.length > 0 && (
        <ul class="headers">
          {headers.map(([name, value], index) => (
            <li key={index} data-cors={decides(name)}>
              <HeaderName name={name} /> <VisibleText value={value} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Whether a header concerns CORS, and so is highlighted. */
function decides(name: string): boolean {
  return /^(access-control-.*|origin|vary|location|cross-origin-.*)$/i.test(name);
}
