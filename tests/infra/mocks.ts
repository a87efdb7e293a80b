import { type Output, runtime } from "@pulumi/pulumi";

/** A resource as the program registered it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly urn: string;
  readonly parent: string;
  /** URNs of what it has to wait for. */
  readonly dependencies: readonly string[];
  /** Whether it is kept when somebody wants to delete it, and when its stack goes. */
  readonly kept: boolean;
  /** What a component registered at its end. */
  outputs?: Readonly<Record<string, unknown>>;
}

/** A run of a program: what it registered, and what it exports. */
export interface Deployment {
  readonly resources: readonly Registered[];
  readonly exports: Readonly<Record<string, unknown>>;
  /** The one resource of this type and name. */
  get(type: string, name: string): Registered;
  /** All resources of this type. */
  all(type: string): readonly Registered[];
}

export const ACCOUNT = "123456789012";
export const REGION = "eu-central-1";

/** What a provider would add, for those properties that other resources are made of. */
const OUTPUTS: Readonly<Record<string, (name: string, inputs: Record<string, unknown>) => Record<string, unknown>>> = {
  "aws:apigatewayv2/api:Api": (name) => ({
    apiEndpoint: `wss://${name}id.execute-api.${REGION}.amazonaws.com`,
    executionArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${name}id`,
  }),
  "aws:dynamodb/table:Table": (name) => ({ name, arn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}` }),
  "aws:iam/role:Role": (name) => ({
    name,
    arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    uniqueId: `AROA${name.length}UNIQUE`,
  }),
  "aws:lambda/function:Function": (name) => ({
    name,
    arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
    invokeArn: `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}/invocations`,
  }),
  "aws:sfn/stateMachine:StateMachine": (name) => ({ arn: `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}` }),
  "aws:sfn/activity:Activity": (name) => ({ arn: `arn:aws:states:${REGION}:${ACCOUNT}:activity:${name}` }),
  "aws:sqs/queue:Queue": (name) => ({
    name,
    arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`,
    url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`,
  }),
  "aws:sns/topic:Topic": (name) => ({ name, arn: `arn:aws:sns:${REGION}:${ACCOUNT}:${name}` }),
  "aws:cloudwatch/eventBus:EventBus": (name) => ({
    name,
    arn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${name}`,
  }),
  "aws:cloudwatch/eventRule:EventRule": (name, { eventBusName }) => ({
    name,
    arn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/${eventBusName}/${name}`,
  }),
  "aws:cloudfront/distribution:Distribution": () => ({ domainName: "d111111abcdef8.cloudfront.net" }),
  "aws:cloudfront/function:Function": (name) => ({ name, arn: `arn:aws:cloudfront::${ACCOUNT}:function/${name}` }),
};

const INVOKES: Readonly<Record<string, Record<string, unknown>>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": { accountId: ACCOUNT },
  "aws:index/getRegion:getRegion": { region: REGION },
  "aws:index/getPartition:getPartition": { partition: "aws", dnsSuffix: "amazonaws.com" },
};

/** A request of the resource protocol, as far as it is read here. */
interface RegisterRequest {
  getType(): string;
  getName(): string;
  getCustom(): boolean;
  getParent(): string;
  getDependenciesList(): string[];
  getProtect(): boolean;
  getRetainondelete(): boolean;
}

interface RecordingMonitor {
  registerResource(
    request: RegisterRequest,
    callback: (error: unknown, response: { getUrn(): string } | undefined) => void,
  ): void;
  registerResourceOutputs(
    request: { getUrn(): string; getOutputs(): { toJavaScript(): Record<string, unknown> } },
    callback: unknown,
  ): void;
}

let runs = 0;

/**
 * Runs a program with a provider that makes everything up, and waits for it.
 *
 * @param program - What to run; by default `index.ts`.
 * @param config - Values by key, without the project's name.
 */
export async function deploy(
  config: Readonly<Record<string, string>> = {},
  program: () => Promise<Readonly<Record<string, unknown>>> = () => import(`../../index.ts?run=${++runs}`),
): Promise<Deployment> {
  const resources: Registered[] = [];
  runtime.setAllConfig(
    Object.fromEntries(Object.entries(config).map(([key, value]) => [`websocket-orders:${key}`, value])),
    [],
  );
  const inputs = new Map<string, Record<string, unknown>>();
  await runtime.setMocks(
    {
      newResource: (args) => {
        inputs.set(`${args.type}::${args.name}`, args.inputs);
        return {
          id: `${args.name}id`,
          state: { ...args.inputs, ...OUTPUTS[args.type]?.(args.name, args.inputs), ...arnOfLogGroup(args) },
        };
      },
      call: ({ token }) => INVOKES[token] ?? {},
    },
    "websocket-orders",
    "test",
    false,
  );
  record(runtime.getMonitor() as unknown as RecordingMonitor, resources, inputs);
  let exports: Readonly<Record<string, unknown>> = {};
  await runtime.runInPulumiStack(async () => {
    exports = await program();
  });
  await Promise.all(Object.values(exports).map(settled));
  await runtime.disconnect();
  return {
    resources,
    exports: Object.fromEntries(
      await Promise.all(Object.entries(exports).map(async ([key, value]) => [key, await settled(value)])),
    ),
    get(type, name) {
      const found = resources.filter((each) => each.type === type && each.name === name);
      const [only] = found;
      if (only === undefined || found.length > 1) throw new Error(`${found.length} resources ${type} ${name}`);
      return only;
    },
    all: (type) => resources.filter((each) => each.type === type),
  };
}

/** The value of an output. */
export function settled(value: unknown): Promise<unknown> {
  return typeof value === "object" && value !== null && "apply" in value
    ? new Promise((resolve) => (value as Output<unknown>).apply(resolve))
    : Promise.resolve(value);
}

function arnOfLogGroup(args: { type: string; inputs: { name?: string } }): Record<string, unknown> {
  if (args.type !== "aws:cloudwatch/logGroup:LogGroup") return {};
  return { arn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${args.inputs.name}` };
}

function record(
  monitor: RecordingMonitor,
  resources: Registered[],
  inputs: ReadonlyMap<string, Record<string, unknown>>,
): void {
  const { registerResource, registerResourceOutputs } = monitor;
  monitor.registerResource = (request, callback) =>
    registerResource.call(monitor, request, (error, response) => {
      if (response !== undefined) {
        resources.push({
          type: request.getType(),
          name: request.getName(),
          custom: request.getCustom(),
          inputs: inputs.get(`${request.getType()}::${request.getName()}`) ?? {},
          urn: response.getUrn(),
          parent: request.getParent(),
          dependencies: request.getDependenciesList(),
          kept: request.getProtect() && request.getRetainondelete(),
        });
      }
      callback(error, response);
    });
  monitor.registerResourceOutputs = (request, callback) => {
    const component = resources.find((each) => each.urn === request.getUrn());
    if (component !== undefined) component.outputs = request.getOutputs().toJavaScript();
    registerResourceOutputs.call(monitor, request, callback);
  };
}
