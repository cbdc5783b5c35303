import type { LayerKind } from "../diagnosis/layers/layer-signs.ts";
import type { Shows } from "./recording.ts";
import type { SafePart, SafePolicy } from "./safe-policy.ts";

/** What a block of a snippet is written in. */
export type Language =
  | "apache"
  | "caddyfile"
  | "csharp"
  | "go"
  | "haproxy"
  | "ini"
  | "java"
  | "javascript"
  | "json"
  | "lighttpd"
  | "lua"
  | "nginx"
  | "perl"
  | "php"
  | "python"
  | "ruby"
  | "rust"
  | "shell"
  | "toml"
  | "typescript"
  | "vcl"
  | "xml"
  | "yaml";

/** Where a block goes; the words are in explanation/stacks/places.ts. */
export type Place =
  /** Beside the other imports. */
  | "imports"
  /** Before every other middleware and route: before authentication, parsers and redirects. */
  | "first"
  /** Where the application is made, around all of it. */
  | "around"
  /** Where the framework's own server or application is created. */
  | "options"
  /** The top level of the file, outside every block. */
  | "top"
  /** In the server or virtual host of the API. */
  | "server"
  /** Caddy's `route { … }` around all directives of the site: outside of it authentication is sorted first. */
  | "route"
  /** In the block that passes requests on, so that the upstream's own headers go. */
  | "upstream"
  /** A file that holds nothing else. */
  | "file"
  /** The settings of the service or its process. */
  | "settings";

/** Code that goes to one place of one file. */
export interface Block {
  readonly file: string;
  readonly place: Place;
  readonly language: Language;
  readonly code: string;
}

/** A part of a policy that some software has no setting for. */
export type PolicyField =
  | "origins"
  | "methods"
  | "requestHeaders"
  | "credentials"
  | "exposedHeaders"
  | "maxAge";

/** The configuration of a stack for one policy. */
export interface Snippet {
  /** The command that installs what the code imports; null where it needs nothing. */
  readonly install: string | null;
  readonly blocks: readonly Block[];
  /** What of the policy the software decides by itself, whatever is configured. */
  readonly unsupported?: readonly PolicyField[];
}

/** What is wrong in the configuration; the words are in explanation/stacks/mistakes.ts. */
export type MistakeKind =
  /** Headers are added to some statuses only. */
  | "errors-without-headers"
  /** Middleware registered after the routes that it should cover. */
  | "after-routes"
  /** Authentication comes before CORS, and refuses the preflight. */
  | "authentication-first"
  /** Nothing responds to OPTIONS. */
  | "options-not-routed"
  /** The default list of methods lacks one. */
  | "methods-by-default"
  /** The list of request headers lacks one. */
  | "headers-by-default"
  /** Another layer adds the header too. */
  | "added-twice"
  /** A slash or https redirect is the preflight's response. */
  | "redirects-preflight"
  /** The library was never configured for this origin. */
  | "origin-not-listed"
  /** The response depends on Origin and does not say so. */
  | "no-vary"
  /** Credentials are not allowed, or are with `*`. */
  | "no-credentials"
  /** A part of the paths is not covered. */
  | "path-not-covered";

/** A classic mistake of a stack, and how it shows. */
export interface Mistake {
  readonly id: string;
  readonly kind: MistakeKind;
  /** The piece of configuration that is wrong, as people write it. */
  readonly code: string;
  /** Whether the recording shows it; never true where another cause explains it as well. */
  readonly shows: Shows;
}

/** A version that a stack's snippet holds for. */
export interface VersionGuard {
  readonly of: string;
  /** The first version; later ones are meant too, up to `before`. */
  readonly since: string;
  readonly before?: string;
}

/** One server stack: where it shows, what to configure, and what is often got wrong. */
export interface Stack {
  readonly id: string;
  readonly title: string;
  readonly kind: LayerKind;
  /** The ids under which recognition knows what it runs in; its own id when left out. */
  readonly layers?: readonly string[];
  readonly versions: readonly VersionGuard[];
  readonly snippet: (policy: SafePolicy) => Snippet;
  /** One configuration for several paths, each with its own policy; absent where that needs hands. */
  readonly snippetForPaths?: (parts: readonly SafePart[]) => Snippet;
  /** Set where the software has one policy for all of its paths, so that no hands help. */
  readonly hasOnePolicy?: true;
  /** Pieces of configuration to remove, as people write them. */
  readonly remove: readonly string[];
  readonly mistakes: readonly Mistake[];
  /** Its own documentation, by URL. */
  readonly docs: readonly string[];
}
