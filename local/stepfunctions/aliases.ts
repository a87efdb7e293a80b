import type { RoutingConfigurationListItem } from "@aws-sdk/client-sfn";
import { parseArn } from "./arn.ts";
import { referenceNotFound, validationException } from "./errors.ts";
import type { Alias, Route, StateMachine } from "./state-machine.ts";
import type { StepFunctions } from "./step-functions.ts";

/** An alias and the state machine it belongs to. */
export interface FoundAlias {
  readonly machine: StateMachine;
  readonly alias: Alias;
}

/**
 * The alias of an ARN.
 *
 * @throws AwsError InvalidArn, ResourceNotFound.
 */
export function aliasByArn(arn: string, state: StepFunctions): FoundAlias {
  const { name, qualifier = "" } = parseArn(arn, "stateMachine");
  const machine = state.machines.byName.get(name);
  const alias = machine?.aliases.get(qualifier);
  if (machine === undefined || alias === undefined || alias.arn !== arn) throw referenceNotFound(arn);
  return { machine, alias };
}

/**
 * Checks an alias's routes: one or two different versions of one state machine, weights that add up to 100.
 *
 * @throws AwsError ValidationException `INVALID_ROUTING_CONFIGURATION` (texts from memory of AWS's answers).
 */
export function checkRoutes(
  routing: readonly RoutingConfigurationListItem[],
  state: StepFunctions,
): { readonly machine: StateMachine; readonly routes: readonly Route[] } {
  const routes = routing.map(({ stateMachineVersionArn = "", weight = 0 }) => ({ stateMachineVersionArn, weight }));
  const arns = routes.map((route) => route.stateMachineVersionArn);
  const received = `Received: [${arns.join(", ")}]`;
  if (new Set(arns).size !== arns.length) {
    throw invalidRouting(`Routing configuration must contain distinct state machine version ARNs. ${received}`);
  }
  const weights = routes.map((route) => route.weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw invalidRouting(`Sum of routing configuration weights must equal 100. Received: ${JSON.stringify(weights)}`);
  }
  const versions = arns.map((arn) => parseArn(arn, "stateMachine"));
  const [first] = versions;
  if (first === undefined || versions.some(({ qualifier = "" }) => !/^\d+$/.test(qualifier))) {
    throw invalidRouting(`Routing configuration must contain state machine version ARNs. ${received}`);
  }
  if (versions.some(({ name }) => name !== first.name)) {
    throw invalidRouting(`Routing configuration must contain versions of one state machine. ${received}`);
  }
  const machine = state.machines.byName.get(first.name);
  for (const { arn, qualifier } of versions) {
    if (machine?.versions.get(Number(qualifier))?.arn !== arn) throw referenceNotFound(arn);
  }
  if (machine === undefined) throw referenceNotFound(first.arn);
  return { machine, routes };
}

function invalidRouting(message: string): Error {
  return validationException(message, "INVALID_ROUTING_CONFIGURATION");
}
