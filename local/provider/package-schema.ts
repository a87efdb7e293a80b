import { upperFirst } from "../first-letter.ts";
import type { Json, JsonObject } from "../json.ts";
import { FUNCTIONS, type FunctionSchema } from "./function-schemas.ts";
import { OBEYED, WITHOUT_EFFECT_HERE } from "./provider-options.ts";
import type { Registry } from "./registry.ts";
import type { PropertySchema, ResourceSchema } from "./schema.ts";

/** The version of the AWS provider that is spoken for: that of the package the program uses. */
export const PROVIDER_VERSION = "7.48.0";

type Properties = Readonly<Record<string, PropertySchema>>;

/** Collects the named types that properties refer to. */
interface Types {
  /** Such as `aws:dynamodb/` before the name of a type. */
  readonly module: string;
  readonly found: Record<string, JsonObject>;
}

const STRINGS: PropertySchema = { type: "map", of: { type: "string" } };

/**
 * The package's schema (Pulumi's metaschema, pulumi/pulumi `pkg/codegen/schema/pulumi.json`) for the types and functions
 * that are served. `pulumi import` asks for it to write the program's text: it knows no other source when the CLI is
 * attached to a provider.
 */
export function packageSchema(registry: Registry): JsonObject {
  const types: Record<string, JsonObject> = {};
  const options = { ...OBEYED, ...WITHOUT_EFFECT_HERE };
  const variables = members("Provider", options, { module: "aws:index/", found: types });
  const resources = registry.types.map((type): [string, Json] => {
    const [, module = "", name = ""] = /^(aws:[^/]+\/)[^:]+:(.+)$/.exec(type) ?? [];
    return [type, resourceOf(name, registry.resource(type).schema, { module, found: types })];
  });
  const functions = registry.functions.flatMap((token): [string, Json][] => {
    const schema = FUNCTIONS[token];
    const [, module = "", name = ""] = /^(aws:[^/]+\/)[^:]+:(.+)$/.exec(token) ?? [];
    return schema === undefined ? [] : [[token, functionOf(name, schema, { module, found: types })]];
  });
  return {
    name: "aws",
    displayName: "AWS",
    version: PROVIDER_VERSION,
    description: "What the local runtime serves of the AWS provider.",
    publisher: "Pulumi",
    // `aws:dynamodb/table:Table` is `aws.dynamodb.Table`: the last part of a module is a file.
    meta: { moduleFormat: "(.*)(?:/[^/]*)" },
    language: { nodejs: { packageName: "@pulumi/aws", compatibility: "tfbridge20", disableUnionOutputTypes: true } },
    config: { variables },
    provider: { type: "object", properties: textsOf(options), inputProperties: variables },
    types: Object.fromEntries(Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1))),
    resources: Object.fromEntries(resources),
    functions: Object.fromEntries(functions),
  };
}

function resourceOf(name: string, schema: ResourceSchema, types: Types): JsonObject {
  const { inputs, outputs, outputTypes = {} } = schema;
  const named = schema.autoname?.property;
  const inputProperties = members(name, inputs, types);
  const computed = Object.fromEntries(
    outputs.map((output): [string, PropertySchema] => [
      output,
      output === "tagsAll" ? STRINGS : (outputTypes[output] ?? { type: "string" }),
    ]),
  );
  const isAlwaysThere = (property: string): boolean => {
    const { required, filled, default: byDefault } = inputs[property] ?? {};
    return required === true || filled === true || byDefault !== undefined || property === named;
  };
  return {
    properties: { ...inputProperties, ...members(name, computed, types) },
    required: [...Object.keys(inputs).filter(isAlwaysThere), ...outputs],
    inputProperties,
    requiredInputs: requiredOf(inputs),
  };
}

function functionOf(name: string, { inputs, outputs }: FunctionSchema, types: Types): JsonObject {
  const all = members(name, { ...inputs, ...outputs }, types);
  return {
    inputs: { type: "object", properties: members(name, inputs, types), required: requiredOf(inputs) },
    outputs: { type: "object", properties: all, required: Object.keys(outputs) },
  };
}

function members(owner: string, properties: Properties, types: Types): Record<string, JsonObject> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      const type = typeOf(owner, name, property, types);
      const marks = {
        ...(property.secret === true ? { secret: true } : {}),
        ...(property.replace === true ? { willReplaceOnChanges: true } : {}),
      };
      return [name, { ...type, ...marks }];
    }),
  );
}

function typeOf(owner: string, name: string, property: PropertySchema, types: Types): JsonObject {
  const { type, of = { type: "string" }, properties = {} } = property;
  switch (type) {
    case "string":
    case "number":
    case "boolean":
      return { type };
    case "archive":
      return { $ref: "pulumi.json#/Archive" };
    case "list":
    case "set":
      return { type: "array", items: typeOf(owner, singular(name), of, types) };
    case "map":
      return { type: "object", additionalProperties: typeOf(owner, singular(name), of, types) };
    case "object":
      return { $ref: `#/types/${named(owner + upperFirst(name), properties, types)}` };
    default: {
      const never: never = type;
      return never;
    }
  }
}

/** Names an object type as the AWS package does: `aws:dynamodb/TableTtl:TableTtl`. */
function named(name: string, properties: Properties, types: Types): string {
  const token = `${types.module}${name}:${name}`;
  types.found[token] = {
    type: "object",
    properties: members(name, properties, types),
    required: requiredOf(properties),
  };
  return token;
}

function requiredOf(properties: Properties): readonly string[] {
  return Object.keys(properties).filter((name) => properties[name]?.required === true);
}

/** A provider's own properties are texts, whatever its options are: lists and objects are JSON there. */
function textsOf(options: Properties): JsonObject {
  const texts = Object.entries(options).filter(([, { type }]) => type === "string");
  return Object.fromEntries(
    texts.map(([name, { secret }]) => [name, { type: "string", ...(secret ? { secret } : {}) }]),
  );
}

/** The bridge names the type of a list's items by the list's Terraform name, which is a singular. */
function singular(name: string): string {
  if (name.endsWith("ies")) return `${name.slice(0, -3)}y`;
  return /(ss|us)$/.test(name) ? name : name.replace(/(?<=ss|x|ch)es$|s$/, "");
}
