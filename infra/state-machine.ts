import type { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { Role } from "@pulumi/aws/iam/role.js";
import { StateMachine as Machine, type StateMachineArgs as MachineArgs } from "@pulumi/aws/sfn/stateMachine.js";
import { type ComponentResourceOptions, type Input, interpolate, type Output, output } from "@pulumi/pulumi";
import type { Definition } from "../statemachines/asl/definition.ts";
import { permissionsOf, type Statement } from "../statemachines/asl/permissions.ts";
import type { Account } from "./account.ts";
import { Component, type Transform, transformed } from "./component.ts";
import { LOG_DELIVERY, serviceRole, TRACING } from "./iam.ts";
import { ownedLogGroup } from "./log-group.ts";
import { logGroupName, logicalName } from "./naming.ts";
import { resolved } from "./resolved.ts";

/** What a definition refers to, some of it not known until AWS has made it. */
export type Inputs<Refs> = {
  readonly [Key in keyof Refs]: Input<Refs[Key]> | (Refs[Key] extends object ? Inputs<Refs[Key]> : never);
};

export interface StateMachineArgs<Refs extends object> {
  /** See `currentAccount`. */
  account: Input<Account>;
  /**
   * The workflow: a function of what it refers to, from `statemachines/`.
   *
   * @example
   * ```ts
   * { definition: asyncHello, refs: { connections: api.connections, waitSeconds: 5 } }
   * ```
   */
  definition: (refs: Refs) => Definition;
  /** What the definition refers to: names, ARNs, settings. */
  refs: Inputs<Refs>;
  /**
   * Standard workflows last up to a year and each step happens once; Express ones five minutes, and a client can wait
   * for the result.
   *
   * @default "STANDARD"
   */
  type?: "STANDARD" | "EXPRESS";
  /** Which events go to the log. Inputs and outputs of states never do: they may be personal. @default "ERROR" */
  logLevel?: "ALL" | "ERROR" | "FATAL" | "OFF";
  /** How long the log is kept, in days. @default 14 */
  logRetentionDays?: number;
  /** X-Ray traces. @default true */
  tracing?: boolean;
  /** Changes to the resources inside. */
  transform?: { stateMachine?: Transform<MachineArgs> };
}

/**
 * A state machine with a log group, and a role that may do exactly what the definition does: the integrations in it
 * carry their permissions, and nobody writes them twice.
 *
 * @example
 * ```ts
 * new StateMachine("async-hello", { account, definition: asyncHello, refs: { connections, waitSeconds: 5 } });
 * ```
 */
export class StateMachine<Refs extends object> extends Component {
  readonly nodes: { readonly stateMachine: Machine; readonly role: Role; readonly logGroup: LogGroup };
  readonly stateMachineArn: Output<string>;

  constructor(name: string, args: StateMachineArgs<Refs>, options?: ComponentResourceOptions) {
    super("StateMachine", name, options);
    const { logLevel = "ERROR", tracing = true } = args;
    const definition = output(args.account).apply(({ partition }) =>
      resolved<Refs>(args.refs).apply((refs) => plain(args.definition(refs), partition)),
    );
    const logGroup = ownedLogGroup(`${name}-log`, logGroupName("states", name), args.logRetentionDays ?? 14, this);
    const { role, policy } = serviceRole(`${name}-role`, {
      service: "states",
      account: args.account,
      statements: definition.apply(({ statements }) => [
        ...statements,
        ...(logLevel === "OFF" ? [] : [{ actions: LOG_DELIVERY, resources: ["*"] }]),
        ...(tracing ? [{ actions: TRACING, resources: ["*"] }] : []),
      ]),
      parent: this,
    });
    const stateMachine = new Machine(
      ...transformed<MachineArgs>(
        args.transform?.stateMachine,
        logicalName("stateMachine", name),
        {
          type: args.type ?? "STANDARD",
          roleArn: role.arn,
          definition: definition.apply(({ json }) => json),
          loggingConfiguration: {
            level: logLevel,
            includeExecutionData: false,
            // The provider's ARN of a group lacks the ending that Step Functions insists on.
            ...(logLevel === "OFF" ? {} : { logDestination: interpolate`${logGroup.arn}:*` }),
          },
          tracingConfiguration: { enabled: tracing },
        },
        // AWS tries the role's permission to log when it makes the machine, and the role's ARN alone does not order
        // the machine after the policy.
        { parent: this, dependsOn: [policy] },
      ),
    );
    this.nodes = { stateMachine, role, logGroup };
    this.stateMachineArn = stateMachine.arn;
    this.registerOutputs({ stateMachineArn: this.stateMachineArn });
  }
}

/**
 * Outputs keep plain data only: the JSON text, and the permissions that the states carried beside it. The integrations'
 * own ARNs, `arn:aws:states:::sns:publish`, are those of the partition that is deployed to.
 */
function plain(definition: Definition, partition: string): { json: string; statements: Statement[] } {
  const json = JSON.stringify(definition, (key, value: unknown) =>
    key === "Resource" && typeof value === "string"
      ? value.replace(/^arn:aws:states:::/, `arn:${partition}:states:::`)
      : value,
  );
  return { json, statements: [...permissionsOf(definition)] };
}
