import { invalidDefinitionMessage } from "../asl/invalid-definition.ts";
import { compileMachine, type Machine } from "../asl/machine.ts";
import { parseResource } from "../asl/resource.ts";
import { UnsupportedByRuntime } from "../asl/unsupported.ts";
import { validateDefinition } from "../asl/validate.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { invalidDefinition } from "./errors.ts";
import { isServed } from "./integrations/integrations.ts";
import type { MachineType } from "./state-machine.ts";

/** A state and where it stands, such as `/States/A/Branches[0]/States/B`. */
export interface PlacedState {
  readonly name: string;
  readonly fields: JsonObject;
  readonly location: string;
}

/**
 * Checks a definition as AWS does, and that the runtime can do what it asks for.
 *
 * @throws AwsError InvalidDefinition with AWS's diagnostics; what only the runtime lacks is refused by name.
 */
export function compileDefinition(definition: string, type: MachineType): Machine {
  const message = invalidDefinitionMessage(validateDefinition(definition, { type }));
  if (message !== undefined) throw invalidDefinition(message);
  const source = JSON.parse(definition) as JsonObject;
  for (const { fields, location } of statesOf(source)) {
    const resource = fields["Type"] === "Task" ? parseResource(String(fields["Resource"])) : undefined;
    if (resource?.kind === "service" && !isServed(resource)) {
      throw unsupported(
        `The integration '${resource.arn}' is not supported by the local runtime`,
        `${location}/Resource`,
      );
    }
  }
  try {
    return compileMachine(source);
  } catch (error) {
    if (error instanceof UnsupportedByRuntime) throw unsupported(error.message, error.location);
    throw error;
  }
}

function unsupported(what: string, location: string): Error {
  return invalidDefinition(`Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: ${what} at ${location}'`);
}

/** Every state of a definition, those of branches and item processors included. */
export function statesOf(source: JsonObject, location = ""): PlacedState[] {
  const states = source["States"];
  if (!isObject(states)) return [];
  const found: PlacedState[] = [];
  for (const [name, fields] of Object.entries(states)) {
    if (!isObject(fields)) continue;
    const place = `${location}/States/${name}`;
    found.push({ name, fields, location: place });
    const branches = fields["Branches"];
    if (Array.isArray(branches)) {
      branches.forEach((branch: Json, index) => {
        if (isObject(branch)) found.push(...statesOf(branch, `${place}/Branches[${index}]`));
      });
    }
    for (const processor of ["ItemProcessor", "Iterator"]) {
      const inner = fields[processor];
      if (isObject(inner)) found.push(...statesOf(inner, `${place}/${processor}`));
    }
  }
  return found;
}
