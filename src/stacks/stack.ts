import type { LayerKind } from "../diagnosis/layers/layer-signs.ts";
import type { Shows } from "./recording.ts";
import type { SafePart, SafePolicy } from "./safe-policy.ts";

/** The language of a snippet's block. */
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

/** Where a block goes; explanation/stacks/places.ts has the texts. */
export type Place =
  /** Beside the other imports. */
  | "imports"
  /** Before every other middleware and route: before authentication, parsers and redirects. */
  | "first"
  /** Where the application is created, around all of it. */
  | "around"
  /** Where the framework's own server or application is created. */
  | "options"
  /** The top level of the file, outside every block. */
  | "top"
  /** In the server or virtual host of the API. */
  | "server"
  /** Caddy's `route { … }` around all directives: outside of it, authentication is sorted first. */
  | "route"
  /** In the block that forwards requests, so that the upstream's own headers are removed. */
  | "upstream"
  /** A file with no other content. */
  | "file"
  /** The settings of the service or its process. */
  | "settings";

/** Code for one place in one file. */
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
  /** The command that installs what the code imports; null where nothing has to be installed. */
  readonly install: string | null;
  readonly blocks: readonly Block[];
  /** Fields of the policy that the software decides itself, whatever the configuration. */
  readonly unsupported?: readonly PolicyField[];
}

/** The kind of mistake in a configuration; explanation/stacks/mistakes.ts has the texts. */
export type MistakeKind =
  /** Headers are added to some statuses only. */
  | "errors-without-headers"
  /** Middleware is registered after the routes that it should cover. */
  | "after-routes"
  /** Authentication comes before CORS, and refuses the preflight. */
  | "authentication-first"
  /** Nothing responds to OPTIONS. */
  | "options-not-routed"
  /** The default list of methods lacks a method. */
  | "methods-by-default"
  /** The list of request headers lacks a header. */
  | "headers-by-default"
  /** Another layer adds the header too. */
  | "added-twice"
  /** The preflight is redirected to a trailing slash or to https. */
  | "redirects-preflight"
  /** The library was never configured for this origin. */
  | "origin-not-listed"
  /** The response depends on Origin, but lacks Vary: Origin. */
  | "no-vary"
  /** Credentials are not allowed, or are combined with `*`. */
  | "no-credentials"
  /** Some paths are not covered. */
  | "path-not-covered";

/** A classic mistake of a stack, and how it shows. */
export interface Mistake {
  readonly id: string;
  readonly kind: MistakeKind;
  /** The wrong piece of configuration, in its usual spelling. */
  readonly code: string;
  /** Whether the recording shows the mistake; never true where another cause explains it as well. */
  readonly shows: Shows;
}

/** A version that a stack's snippet is valid for. */
export interface VersionGuard {
  readonly of: string;
  /** The first version; later versions are included, up to `before`. */
  readonly since: string;
  readonly before?: string;
}

/** One server stack: its layers, its configuration and its frequent mistakes. */
export interface Stack {
  readonly id: string;
  readonly title: string;
  readonly kind: LayerKind;
  /** The ids of the layers that the stack runs in; defaults to its own id. */
  readonly layers?: readonly string[];
  readonly versions: readonly VersionGuard[];
  readonly snippet: (policy: SafePolicy) => Snippet;
  /** One configuration for several paths, each with its own policy; absent where that needs manual work. */
  readonly snippetForPaths?: (parts: readonly SafePart[]) => Snippet;
  /** Set where the software has one policy for all of its paths, so that manual work does not help. */
  readonly hasOnePolicy?: true;
  /** Pieces of configuration to remove, in their usual spelling. */
  readonly remove: readonly string[];
  readonly mistakes: readonly Mistake[];
  /** The URLs of the stack's own documentation. */
  readonly docs: readonly string[];
}
