import { validateDefinition } from "../../asl/validate.ts";
import { OWNER } from "../../aws/caller.ts";
import { AwsError } from "../../aws/error.ts";
import type { JsonObject } from "../../json.ts";
import type { HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";
import { unlessGone } from "./gone.ts";
import { encryption, loggingInput, loggingOutput, routes } from "./sfn-shapes.ts";
import { rfc3339 } from "./times.ts";

const stateMachine: ResourceHandler = {
  type: "aws:sfn/stateMachine:StateMachine",
  // As the provider does, which asks ValidateStateMachineDefinition at every preview.
  check: ({ definition, type }, unknown) => {
    if (typeof definition !== "string" || unknown.has("type")) return [];
    const found = validateDefinition(definition, { type: type === "EXPRESS" ? "EXPRESS" : "STANDARD" });
    return found
      .filter(({ severity }) => severity === "ERROR")
      .map(({ severity, code, location, message }) => ({
        property: "definition",
        reason: `invalid Step Functions State Machine definition: ${severity} (${code}): ${message}${location === undefined ? "" : ` at ${location}`}`,
      }));
  },
  create: async (inputs, context) => {
    const created = await call(context, "CreateStateMachine", {
      name: String(inputs["name"]),
      type: String(inputs["type"] ?? "STANDARD"),
      ...definitionOf(inputs),
      publish: inputs["publish"] === true,
      tags: tagList(inputs),
    });
    return present(String(created["stateMachineArn"]), inputs, context);
  },
  read: async (id, context) => {
    const found = await describeStateMachine(id, context);
    if (found === undefined) return undefined;
    const { outputs } = found;
    const { arn, creationDate, description, revisionId, stateMachineVersionArn, status, tagsAll, ...inputs } = outputs;
    return { id, inputs, outputs };
  },
  update: async (id, olds, news, context) => {
    // A block that is taken away stays as it is on AWS: the provider sees no change in that.
    const changed = CHANGEABLE.some(
      (name) => news[name] !== undefined && JSON.stringify(olds[name]) !== JSON.stringify(news[name]),
    );
    const publish = news["publish"] === true;
    if (changed || (publish && olds["publish"] !== true)) {
      await call(context, "UpdateStateMachine", { stateMachineArn: id, ...definitionOf(news), publish });
    }
    await retag(id, olds, news, context);
    return present(id, news, context);
  },
  delete: async (id, _outputs, context) => {
    await stopExecutions(id, context);
    await call(context, "DeleteStateMachine", { stateMachineArn: id });
  },
};

/** What UpdateStateMachine replaces. */
const CHANGEABLE = [
  "definition",
  "roleArn",
  "loggingConfiguration",
  "tracingConfiguration",
  "encryptionConfiguration",
] as const;

const activity: ResourceHandler = {
  type: "aws:sfn/activity:Activity",
  create: async (inputs, context) => {
    const { activityArn } = await call(context, "CreateActivity", {
      name: String(inputs["name"]),
      tags: tagList(inputs),
      ...encryption(inputs),
    });
    return presentActivity(String(activityArn), inputs, context);
  },
  read: async (id, context) => {
    const found = await unlessGone(call(context, "DescribeActivity", { activityArn: id }), "ActivityDoesNotExist");
    if (found === undefined) return undefined;
    const inputs = { name: found["name"], tags: await tagsOf(id, context) };
    return { ...(await presentActivity(id, inputs, context)), inputs };
  },
  // The provider changes nothing but tags: a new encryptionConfiguration shows a diff and has no effect on AWS either.
  update: async (id, olds, news, context) => {
    await retag(id, olds, news, context);
    return presentActivity(id, news, context);
  },
  delete: async (id, _outputs, context) => {
    await call(context, "DeleteActivity", { activityArn: id });
  },
};

const alias: ResourceHandler = {
  type: "aws:sfn/alias:Alias",
  create: async (inputs, context) => {
    const created = await call(context, "CreateStateMachineAlias", {
      name: String(inputs["name"]),
      ...(inputs["description"] === undefined ? {} : { description: String(inputs["description"]) }),
      routingConfiguration: routes(inputs),
    });
    const arn = String(created["stateMachineAliasArn"]);
    return {
      id: arn,
      outputs: { ...inputs, arn, creationDate: rfc3339(created["creationDate"]), region: region(context) },
    };
  },
  read: async (id, context) => {
    const request = call(context, "DescribeStateMachineAlias", { stateMachineAliasArn: id });
    const found = await unlessGone(request, "ResourceNotFound");
    if (found === undefined) return undefined;
    const inputs = {
      name: found["name"],
      ...(found["description"] === undefined ? {} : { description: found["description"] }),
      routingConfigurations: found["routingConfiguration"],
    };
    const outputs = { ...inputs, arn: id, creationDate: rfc3339(found["creationDate"]), region: region(context) };
    return { id, inputs, outputs };
  },
  update: async (id, olds, news, context) => {
    await call(context, "UpdateStateMachineAlias", {
      stateMachineAliasArn: id,
      description: String(news["description"] ?? ""),
      routingConfiguration: routes(news),
    });
    const { creationDate } = olds;
    return { id, outputs: { description: "", ...news, arn: id, creationDate, region: region(context) } };
  },
  delete: async (id, _outputs, context) => {
    await unlessGone(call(context, "DeleteStateMachineAlias", { stateMachineAliasArn: id }), "ResourceNotFound");
  },
};

/** State machines, activities and aliases. */
export const stepFunctionsHandlers: readonly ResourceHandler[] = [stateMachine, activity, alias];

function call(context: HandlerContext, operation: string, input: JsonObject): Promise<JsonObject> {
  return context.aws.call("states", operation, input, { caller: OWNER });
}

function definitionOf(inputs: Properties): JsonObject {
  const tracing = inputs["tracingConfiguration"] as { readonly enabled?: boolean } | undefined;
  return {
    definition: String(inputs["definition"]),
    roleArn: String(inputs["roleArn"]),
    ...loggingInput(inputs),
    ...(tracing === undefined ? {} : { tracingConfiguration: { enabled: tracing.enabled ?? false } }),
    ...encryption(inputs),
  };
}

async function describeStateMachine(arn: string, context: HandlerContext): Promise<ResourceState | undefined> {
  const described = await unlessGone(
    call(context, "DescribeStateMachine", { stateMachineArn: arn }),
    "StateMachineDoesNotExist",
  );
  if (described === undefined || described["status"] === "DELETING") return undefined;
  const { loggingConfiguration, creationDate, stateMachineArn: _arn, ...rest } = described;
  const tags = await tagsOf(arn, context);
  const versions = await call(context, "ListStateMachineVersions", { stateMachineArn: arn, maxResults: 1 });
  const [newest] = (versions["stateMachineVersions"] ?? []) as readonly JsonObject[];
  return {
    id: arn,
    outputs: {
      definition: rest["definition"],
      roleArn: rest["roleArn"],
      name: rest["name"],
      type: rest["type"],
      status: rest["status"],
      tracingConfiguration: rest["tracingConfiguration"],
      encryptionConfiguration: rest["encryptionConfiguration"],
      loggingConfiguration: loggingOutput(loggingConfiguration),
      publish: newest !== undefined,
      tags,
      tagsAll: tags,
      arn,
      creationDate: rfc3339(creationDate),
      description: rest["description"] ?? "",
      revisionId: rest["revisionId"] ?? "",
      stateMachineVersionArn: newest === undefined ? "" : String(newest["stateMachineVersionArn"]),
      versionDescription: "",
      region: region(context),
    },
  };
}

async function present(arn: string, inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const found = await describeStateMachine(arn, context);
  if (found === undefined) throw new Error(`${arn} has gone while it was made`);
  const { publish = false } = inputs;
  return { id: arn, outputs: { ...inputs, ...found.outputs, publish } };
}

async function presentActivity(arn: string, inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const found = await call(context, "DescribeActivity", { activityArn: arn });
  const outputs = {
    encryptionConfiguration: found["encryptionConfiguration"],
    tagsAll: await tagsOf(arn, context),
    region: region(context),
    ...inputs,
    arn,
    creationDate: rfc3339(found["creationDate"]),
  };
  return { id: arn, outputs };
}

/**
 * AWS keeps a deleted state machine until its executions have come to their next transition, which may be a year; the
 * provider waits for that. A local stack that goes away stops them, so that its names are free at once.
 */
async function stopExecutions(arn: string, context: HandlerContext): Promise<void> {
  try {
    for (;;) {
      const page = await call(context, "ListExecutions", { stateMachineArn: arn, statusFilter: "RUNNING" });
      const running = (page["executions"] ?? []) as readonly JsonObject[];
      if (running.length === 0) return;
      for (const execution of running) {
        const cause = "The state machine has been deleted";
        await call(context, "StopExecution", { executionArn: String(execution["executionArn"]), cause });
      }
    }
  } catch (error) {
    const harmless = ["StateMachineDoesNotExist", "StateMachineTypeNotSupported"];
    if (!(error instanceof AwsError) || !harmless.includes(error.code)) throw error;
  }
}

function region(context: HandlerContext): string {
  return context.aws.scope.region;
}

/** The tags to set: the provider's default tags included, where it has any. */
function wantedTags(inputs: Properties): Readonly<Record<string, string>> {
  return (inputs["tagsAll"] ?? inputs["tags"] ?? {}) as Readonly<Record<string, string>>;
}

function tagList(inputs: Properties): { key: string; value: string }[] {
  return Object.entries(wantedTags(inputs)).map(([key, value]) => ({ key, value }));
}

async function tagsOf(arn: string, context: HandlerContext): Promise<Readonly<Record<string, string>>> {
  const { tags } = await call(context, "ListTagsForResource", { resourceArn: arn });
  const list = (tags ?? []) as unknown as readonly { readonly key: string; readonly value: string }[];
  return Object.fromEntries(list.map(({ key, value }) => [key, value]));
}

async function retag(arn: string, olds: Properties, news: Properties, context: HandlerContext): Promise<void> {
  const wanted = wantedTags(news);
  const gone = Object.keys(wantedTags(olds)).filter((key) => !(key in wanted));
  if (gone.length > 0) await call(context, "UntagResource", { resourceArn: arn, tagKeys: gone });
  if (Object.keys(wanted).length > 0) await call(context, "TagResource", { resourceArn: arn, tags: tagList(news) });
}
