import type { Place, Snippet } from "../../src/stacks/stack.ts";

/** Where a server gets its software from. */
export type Software =
  /** Exact versions of packages of the npm registry. */
  | { readonly from: "npm"; readonly packages: Readonly<Record<string, string>> }
  /** Packages of Debian; the version that is reported is that of the first. */
  | { readonly from: "debian"; readonly packages: readonly string[] }
  /** Node itself. */
  | { readonly from: "node" };

/** What a configuration is filled with when it is written. */
export interface Site {
  /** The port that the server listens on, on 127.0.0.1. */
  readonly port: number;
  /** The folder that its files are in. */
  readonly folder: string;
  /** The application behind a proxy. */
  readonly upstream: number;
  /** A port that refuses connections. */
  readonly dead: number;
  /** Whether it is to speak HTTP/2, with `cert.pem` and `key.pem` in its folder, both in `both.pem`. */
  readonly isHttp2: boolean;
}

/** Code for the marked places of a template; what is not named stays empty. */
export type Filling = Readonly<Partial<Record<Place | `wrong-${string}`, string>>> & {
  /** Whether the application behind the proxy sends its own `Access-Control-Allow-Origin`. */
  readonly appHasCors?: "yes";
  /** Whether it is to speak HTTP/2, by TLS as browsers want it. */
  readonly http2?: "yes";
};

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A real server of one stack, and how its configurations are written. */
export interface LabStack {
  /** As in the catalogue. */
  readonly id: string;
  readonly software: Software;
  readonly isProxy?: true;
  /** Whether its files can make it speak HTTP/2. */
  readonly speaksHttp2?: true;
  /** The files of the server; a line with `@@place` is where a snippet's block of that place goes. */
  readonly files: (site: Site) => Readonly<Record<string, string>>;
  readonly start: (site: Site) => Command;
  /** A command that has to be run once before it starts, such as a compiler. */
  readonly prepare?: (site: Site) => Command;
  /** Where the software has the matrix's paths, if they are not its own. */
  readonly paths?: Readonly<Record<string, string>>;
  /** How the places are filled where nothing is said of CORS, if they cannot stay empty. */
  readonly without?: Filling;
  /** By the id of a mistake: the places as somebody who makes it fills them. */
  readonly mistakes: Readonly<Record<string, (snippet: Snippet) => Filling>>;
  /** Rows of the matrix that the software cannot pass, and why. */
  readonly limits?: Readonly<Record<number, string>>;
  /** How long it may take to listen. */
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
