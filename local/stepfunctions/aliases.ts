import type { RoutingConfigurationListItem } from "@aws-sdk/client-sfn";
import { parseArn } from "./arn.ts";
import { resourceNotFound, validationException } from "./errors.ts";
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
  if (machine === undefined || alias === undefined || alias.arn !== arn) throw resourceNotFound(arn);
  return { machine, alias };
}

/**
 * Checks an alias's routes: one or two different versions of one state machine, weights that add up to 100.
 *
 * @throws AwsError ValidationException `INVALID_ROUTING_CONFIGURATION` (texts from memory); ResourceNotFound for a
 * version that does not exist.
 */
export function checkRoutes(
  routing: readonly RoutingConfigurationListItem[],
  state: StepFunctions,
): { readonly machine: StateMachine; readonly routes: readonly Route[] } {
  const routes = routing.map(({ stateMachineVersionArn = "", weight = 0 }) => ({ stateMachineVersionArn, weight }));
  const machines = routes.map(({ stateMachineVersionArn }) => machineOf(stateMachineVersionArn, state));
  const [machine] = machines;
  if (machine === undefined || machines.some((other) => other !== machine)) {
    throw invalidRouting("All versions must belong to the same state machine");
  }
  if (new Set(routes.map((route) => route.stateMachineVersionArn)).size !== routes.length) {
    throw invalidRouting("Versions must be different");
  }
  if (routes.reduce((sum, route) => sum + route.weight, 0) !== 100) {
    throw invalidRouting("Sum of routing configuration weights must equal 100");
  }
  return { machine, routes };
}

function machineOf(versionArn: string, state: StepFunctions): StateMachine {
  const { name, qualifier = "" } = parseArn(versionArn, "stateMachine");
  if (!/^\d+$/.test(qualifier)) throw invalidRouting(`'${versionArn}' is not a state machine version ARN`);
  const machine = state.machines.byName.get(name);
  if (machine?.versions.has(Number(qualifier)) !== true) throw resourceNotFound(versionArn);
  return machine;
}

function invalidRouting(detail: string): Error {
  return validationException(`Invalid Routing Configuration: ${detail}`, "INVALID_ROUTING_CONFIGURATION");
}
