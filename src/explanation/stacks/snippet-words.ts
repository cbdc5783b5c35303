import type { LayerKind } from "../../diagnosis/layers/layer-signs.ts";
import type { Unmet } from "../../policy/policy.ts";
import type { FragmentProblem, RefusedFragment } from "../../stacks/page-state.ts";
import type { Candidate } from "../../stacks/recognise.ts";
import type { Block, PolicyField, Snippet, Stack, VersionGuard } from "../../stacks/stack.ts";
import { type MessageName, say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { sayPlace } from "./places.ts";

/** For example "nginx.conf: At the top level of the file". */
export function sayWhere({ file, place }: Block): string {
  return say("stack_where", file, sayPlace(place));
}

/** The versions that a snippet is for: "nginx 1.7.5 or later". */
export function sayVersion({ of, since, before }: VersionGuard): string {
  return before === undefined
    ? say("stack_version_since", of, since)
    : say("stack_version_between", of, since, before);
}

const FIELDS: Readonly<Record<PolicyField, MessageName>> = {
  origins: "stack_field_origins",
  methods: "stack_field_methods",
  requestHeaders: "stack_field_request_headers",
  credentials: "stack_field_credentials",
  exposedHeaders: "stack_field_exposed_headers",
  maxAge: "stack_field_max_age",
};

/** The policy's fields that the software has no setting for; null where it has all. */
export function sayUnsupported({ title }: Stack, { unsupported = [] }: Snippet): string | null {
  if (unsupported.length === 0) return null;
  return say("stack_unsupported", title, unsupported.map((field) => say(FIELDS[field])).join(", "));
}

/** Advice where each part of a policy has a separate configuration. */
export function sayPartsApart({ title, hasOnePolicy }: Stack): string {
  return hasOnePolicy === true ? say("stack_one_policy", title) : say("stack_parts_apart");
}

/** The whole snippet as one text to paste, in the order in which it is applied. */
export function snippetText(stack: Stack, snippet: Snippet): string {
  const { install, blocks } = snippet;
  const unsupported = sayUnsupported(stack, snippet);
  return [
    `${stack.title} (${stack.versions.map(sayVersion).join(", ")})`,
    ...(unsupported === null ? [] : [unsupported]),
    ...(install === null ? [] : [`${say("stack_install")}\n${install}`]),
    ...blocks.map((block) => `${sayWhere(block)}\n${block.code}`),
    ...(stack.remove.length === 0 ? [] : [[say("stack_remove"), ...stack.remove].join("\n")]),
    ...stack.docs.map((url) => `${say("stack_docs")}: ${url}`),
  ].join("\n\n");
}

const UNMET: Readonly<Record<Unmet["reason"], MessageName>> = {
  "opaque-with-credentials": "stack_unmet_opaque_credentials",
  "opaque-beside-credentials": "stack_unmet_opaque_beside",
  "redirected-preflight": "stack_unmet_redirect",
};

/** Problems that no header configuration can solve, each reason once. */
export function sayUnmet(unmet: readonly Unmet[]): string[] {
  return [...new Set(unmet.map(({ reason }) => reason))].map((reason) => say(UNMET[reason]));
}

const KINDS: Readonly<Record<LayerKind, MessageName>> = {
  application: "stack_kind_application",
  framework: "stack_kind_framework",
  "web-server": "stack_kind_web_server",
  proxy: "stack_kind_proxy",
  "load-balancer": "stack_kind_load_balancer",
  cdn: "stack_kind_cdn",
  gateway: "stack_kind_gateway",
  platform: "stack_kind_platform",
};

export function sayKind(kind: LayerKind): string {
  return say(KINDS[kind]);
}

const SURE: Readonly<Record<Candidate["certainty"], MessageName>> = {
  certain: "stack_sure_certain",
  likely: "stack_sure_likely",
  possible: "stack_sure_possible",
};

export function sayCertainty(certainty: Candidate["certainty"]): string {
  return say(SURE[certainty]);
}

const PROBLEMS: Readonly<Record<FragmentProblem, MessageName>> = {
  "too-long": "site_link_too_long",
  malformed: "site_link_malformed",
  "other-version": "site_link_version",
  "unknown-field": "site_link_field",
  "invalid-value": "site_link_value",
};

/** Why a link was refused, with the part at fault. */
export function sayRefusedFragment({ problem, at }: RefusedFragment): string {
  const reason = say(PROBLEMS[problem]);
  return at === "" ? reason : say("site_link_at", reason, plainText(at));
}
