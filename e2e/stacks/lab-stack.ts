import type { Place, Snippet } from "../../src/stacks/stack.ts";

/** The source of a server's software. */
export type Software =
  /** Exact versions of npm packages. */
  | { readonly from: "npm"; readonly packages: Readonly<Record<string, string>> }
  /** Debian packages; the reported version is the first one's. */
  | { readonly from: "debian"; readonly packages: readonly string[] }
  /** Node itself. */
  | { readonly from: "node" };

/** The values for a configuration's placeholders. */
export interface Site {
  /** The server's port on 127.0.0.1. */
  readonly port: number;
  /** The folder of its files. */
  readonly folder: string;
  /** The port of the application behind a proxy. */
  readonly upstream: number;
  /** A port that refuses connections. */
  readonly dead: number;
  /** Whether it must support HTTP/2, with `cert.pem` and `key.pem` in its folder, both in `both.pem`. */
  readonly isHttp2: boolean;
}

/** Code for the marked places of a template; other places stay empty. */
export type Filling = Readonly<Partial<Record<Place | `wrong-${string}`, string>>> & {
  /** Whether the application behind the proxy sends its own `Access-Control-Allow-Origin`. */
  readonly appHasCors?: "yes";
  /** Whether it must support HTTP/2, over TLS as browsers require. */
  readonly http2?: "yes";
};

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A real server of one stack, and its configurations. */
export interface LabStack {
  /** As in the catalogue. */
  readonly id: string;
  readonly software: Software;
  readonly isProxy?: true;
  /** Whether its files can configure HTTP/2. */
  readonly speaksHttp2?: true;
  /** The files of the server; a line with `@@place` is replaced by the snippet's block for that place. */
  readonly files: (site: Site) => Readonly<Record<string, string>>;
  readonly start: (site: Site) => Command;
  /** A command to run once before the start, such as a compiler. */
  readonly prepare?: (site: Site) => Command;
  /** The software's own paths for the matrix's paths, if they differ. */
  readonly paths?: Readonly<Record<string, string>>;
  /** The code for the places without CORS, if they cannot stay empty. */
  readonly without?: Filling;
  /** The code for the places with a mistake, by the mistake's id. */
  readonly mistakes: Readonly<Record<string, (snippet: Snippet) => Filling>>;
  /** Rows of the matrix that the software cannot pass, with the reason. */
  readonly limits?: Readonly<Record<number, string>>;
  /** How long it may take until it listens. */
  readonly startMs?: number;
}

/** The blocks of a snippet by place. */
export function fillingOf(snippet: Snippet): Filling {
  const filling: Partial<Record<Place, string>> = {};
  for (const { place, code } of snippet.blocks) {
    filling[place] = filling[place] === undefined ? code : `${filling[place]}\n${code}`;
  }
  return filling;
}

/** A template with its places filled. */
export function fill(template: string, filling: Filling): string {
  return template
    .split("\n")
    .flatMap((line) => {
      const place = /@@([\w-]+)/.exec(line)?.[1];
      if (place === undefined) return [line];
      const code = (filling as Readonly<Record<string, string>>)[place];
      const by = /^\s*/.exec(line)?.[0] ?? "";
      return code === undefined ? [] : [code.replace(/^(?=.)/gm, by)];
    })
    .join("\n");
}
