import type { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { Role } from "@pulumi/aws/iam/role.js";
import { type FunctionArgs, Function as LambdaFunctionResource } from "@pulumi/aws/lambda/function.js";
import { type ComponentResourceOptions, type Input, interpolate, type Output } from "@pulumi/pulumi";
import type { Account } from "./account.ts";
import { bundled } from "./bundle.ts";
import { Component, type Transform, transformed } from "./component.ts";
import { type StatementInput, serviceRole } from "./iam.ts";
import { ownedLogGroup } from "./log-group.ts";
import { logGroupName, logicalName } from "./naming.ts";

export interface LambdaFunctionArgs {
  /** See `currentAccount`. */
  account: Input<Account>;
  /**
   * The file under `functions/` that exports `handler`.
   *
   * @example
   * ```ts
   * { entry: "echo.ts" }
   * ```
   */
  entry: string;
  /** What the code finds in `process.env`. @default none */
  environment?: Readonly<Record<string, Input<string>>>;
  /** What the function may do beyond writing its log. @default nothing */
  statements?: readonly StatementInput[];
  /** In seconds. API Gateway waits 29 at most. @default 10 */
  timeout?: number;
  /** In MB; the share of a CPU follows it. @default 256 */
  memorySize?: number;
  /** How long the log is kept, in days. @default 14 */
  logRetentionDays?: number;
  /** A queue for events that the function failed on three times, when it is called asynchronously. @default none */
  deadLetterArn?: Input<string>;
  /** Changes to the resources inside. */
  transform?: { function?: Transform<FunctionArgs> };
}

/**
 * A Lambda function from one TypeScript file, bundled by esbuild while the program runs, with a role and a log group of
 * its own. The role may write to that group and may not make it.
 *
 * @example
 * ```ts
 * new LambdaFunction("echo", { account, entry: "echo.ts" });
 * ```
 */
export class LambdaFunction extends Component {
  readonly nodes: { readonly function: LambdaFunctionResource; readonly role: Role; readonly logGroup: LogGroup };
  readonly functionName: Output<string>;
  readonly functionArn: Output<string>;
  /** What an integration's URI is. */
  readonly invokeArn: Output<string>;

  constructor(name: string, args: LambdaFunctionArgs, options?: ComponentResourceOptions) {
    super("LambdaFunction", name, options);
    const logGroup = ownedLogGroup(`${name}-log`, logGroupName("lambda", name), args.logRetentionDays ?? 14, this);
    const { role, policy } = serviceRole(`${name}-role`, {
      service: "lambda",
      account: args.account,
      statements: [writeLog(logGroup), ...(args.statements ?? []), ...deadLetter(args.deadLetterArn)],
      parent: this,
    });
    const lambda = new LambdaFunctionResource(
      ...transformed<FunctionArgs>(
        args.transform?.function,
        logicalName("function", name),
        {
          runtime: "nodejs24.x",
          architectures: ["arm64"],
          handler: "index.handler",
          code: bundled(args.entry),
          role: role.arn,
          timeout: args.timeout ?? 10,
          memorySize: args.memorySize ?? 256,
          loggingConfig: { logFormat: "Text", logGroup: logGroup.name },
          ...(args.environment ? { environment: { variables: args.environment } } : {}),
          ...(args.deadLetterArn ? { deadLetterConfig: { targetArn: args.deadLetterArn } } : {}),
        },
        { parent: this, dependsOn: [policy] },
      ),
    );
    this.nodes = { function: lambda, role, logGroup };
    this.functionName = lambda.name;
    this.functionArn = lambda.arn;
    this.invokeArn = lambda.invokeArn;
    this.registerOutputs({ functionName: this.functionName, functionArn: this.functionArn });
  }
}

function writeLog(logGroup: LogGroup): StatementInput {
  return {
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [interpolate`${logGroup.arn}:*`],
  };
}

/** Lambda sends to the dead-letter queue as the function's role. */
function deadLetter(queueArn: Input<string> | undefined): readonly StatementInput[] {
  return queueArn === undefined ? [] : [{ actions: ["sqs:SendMessage"], resources: [queueArn] }];
}
