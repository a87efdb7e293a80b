import fc from "fast-check";
import type { PropertySchema, ResourceSchema } from "../../../local/provider/schema.ts";
import { type PropertyMap, type PropertyValue, Secret, UNKNOWN } from "../../../local/provider/values.ts";

/** Inputs of a type as a program might write them: any subset of the properties, each of its type. */
export function inputsOf(schema: ResourceSchema): fc.Arbitrary<PropertyMap> {
  return membersOf(schema.inputs);
}

function membersOf(schemas: Readonly<Record<string, PropertySchema>>): fc.Arbitrary<PropertyMap> {
  const members = Object.entries(schemas).filter(([, schema]) => schema.computed !== true && schema.type !== "archive");
  return fc.record(Object.fromEntries(members.map(([name, schema]) => [name, valueFor(schema)])), { requiredKeys: [] });
}

function valueFor(schema: PropertySchema): fc.Arbitrary<PropertyValue> {
  return fc.oneof(
    { weight: 20, arbitrary: knownOf(schema) },
    { weight: 1, arbitrary: knownOf(schema).map((value) => new Secret(value)) },
    { weight: 1, arbitrary: fc.constant(UNKNOWN) },
  );
}

function knownOf(schema: PropertySchema): fc.Arbitrary<PropertyValue> {
  const item = schema.of === undefined ? fc.string({ maxLength: 2 }) : knownOf(schema.of);
  switch (schema.type) {
    case "string":
      return schema.enum === undefined
        ? fc.constantFrom("", "a", "b", '{"a":1}', '{ "a": 1 }')
        : fc.constantFrom(...schema.enum.map(String));
    case "number":
      return fc.integer({ min: 0, max: 3 });
    case "boolean":
      return fc.boolean();
    case "list":
    case "set":
      return fc.array(item, { maxLength: 3 });
    case "map":
      return fc.dictionary(fc.constantFrom("a", "b.c", 'd"e'), item, { maxKeys: 3 });
    case "object":
      return membersOf(schema.properties ?? {});
    case "archive":
      throw new Error("archives are compared by hash and have tests of their own");
    default: {
      const never: never = schema.type;
      return never;
    }
  }
}
