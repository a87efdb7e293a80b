import type { Environment } from "../module.ts";
import { arnPrefix, parseArn, type StatesArn } from "./arn.ts";
import { stateMachineDeleting, stateMachineDoesNotExist, validationException } from "./errors.ts";
import type { Target } from "./execution-record.ts";
import type { Alias, StateMachine, Version } from "./state-machine.ts";

/** The state machines by name, and what their ARNs lead to. */
export class StateMachines {
  readonly byName = new Map<string, StateMachine>();
  readonly #random: () => number;
  readonly #prefix: string;

  constructor(environment: Environment) {
    this.#random = () => environment.ids.random();
    this.#prefix = `${arnPrefix(environment.scope)}stateMachine:`;
  }

  arnOf(name: string): string {
    return `${this.#prefix}${name}`;
  }

  /**
   * The state machine of an unqualified ARN.
   *
   * @throws AwsError InvalidArn, StateMachineDoesNotExist; ValidationException for a labelled ARN.
   */
  get(arn: string): StateMachine {
    const parsed = unlabelled(arn);
    const machine = this.#find(arn, parsed.name);
    if (parsed.qualifier !== undefined) throw stateMachineDoesNotExist(arn);
    return machine;
  }

  /**
   * What an ARN means that may name a version or an alias.
   *
   * @throws AwsError InvalidArn, StateMachineDoesNotExist; ValidationException for a labelled ARN.
   */
  lookUp(arn: string): { readonly machine: StateMachine; readonly version?: Version; readonly alias?: Alias } {
    const parsed = unlabelled(arn);
    const machine = this.#find(arn, parsed.name);
    const { qualifier } = parsed;
    if (qualifier === undefined) return { machine };
    if (/^\d+$/.test(qualifier)) {
      const version = machine.versions.get(Number(qualifier));
      if (version === undefined) throw stateMachineDoesNotExist(arn);
      return { machine, version };
    }
    const alias = machine.aliases.get(qualifier);
    if (alias === undefined) throw stateMachineDoesNotExist(arn);
    return { machine, alias };
  }

  /**
   * What an execution of an ARN runs: the newest revision, a version's, or what an alias routes this one to.
   *
   * @throws AwsError as {@link lookUp}, and StateMachineDeleting.
   */
  target(arn: string): Target {
    const { machine, version, alias } = this.lookUp(arn);
    if (machine.status === "DELETING") throw stateMachineDeleting(arn);
    const chosen = alias === undefined ? version : this.#route(machine, alias);
    return {
      stateMachineArn: machine.arn,
      stateMachineName: machine.name,
      type: machine.type,
      revision: chosen === undefined ? machine.revision : chosen.revision,
      versionArn: chosen?.arn,
      aliasArn: alias?.arn,
    };
  }

  #find(arn: string, name: string): StateMachine {
    const machine = this.byName.get(name);
    if (machine === undefined || !arn.startsWith(machine.arn)) throw stateMachineDoesNotExist(arn);
    return machine;
  }

  /** An alias's weights are percentages; each execution draws anew. */
  #route(machine: StateMachine, alias: Alias): Version {
    let draw = this.#random() * 100;
    for (const route of alias.routes) {
      draw -= route.weight;
      const version = machine.versions.get(Number(route.stateMachineVersionArn.slice(machine.arn.length + 1)));
      if (draw < 0 && version !== undefined) return version;
    }
    throw stateMachineDoesNotExist(alias.arn);
  }
}

/**
 * The parts of a state machine's ARN that may have a qualifier. One with a label names a distributed Map inside of a state
 * machine, which no operation on state machines takes (API reference).
 *
 * @throws AwsError InvalidArn; ValidationException (its text from memory).
 */
export function unlabelled(arn: string): Extract<StatesArn, { kind: "stateMachine" }> {
  const parsed = parseArn(arn, "stateMachine");
  if (parsed.label === undefined) return parsed;
  throw validationException(
    "This operation does not support labeled state machine ARNs",
    "API_DOES_NOT_SUPPORT_LABELED_ARNS",
  );
}
