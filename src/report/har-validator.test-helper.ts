import { createRequire } from "node:module";
import { Ajv, type ErrorObject } from "ajv";

const require = createRequire(import.meta.url);

/**
 * Validates a document against the HAR 1.2 schema (the `har-schema` package).
 *
 * @returns the problems, one line each; empty for a valid HAR.
 */
export function harProblems(document: unknown): string[] {
  const validate = compiled();
  if (validate(document)) return [];
  return (validate.errors ?? []).map(
    (error: ErrorObject) => `${error.instancePath} ${error.message}`,
  );
}

let validator: ReturnType<Ajv["compile"]> | undefined;

function compiled(): ReturnType<Ajv["compile"]> {
  if (validator === undefined) {
    // The schema has its own keywords ("optional", "min"), so ajv may not be strict.
    const ajv = new Ajv({ strict: false, allErrors: true });
    ajv.addMetaSchema(require("ajv/dist/refs/json-schema-draft-06.json"));
    const addFormats: (ajv: Ajv) => void = require("ajv-formats");
    addFormats(ajv);
    const schemas: Record<string, object> = require("har-schema");
    for (const schema of Object.values(schemas)) ajv.addSchema(schema);
    validator = ajv.getSchema("har.json#") ?? ajv.compile({ $ref: "har.json#" });
  }
  return validator;
}
