import { isObject, type Json, type JsonObject } from "../../json.ts";
import { canonicalJson } from "../documents.ts";
import type { CheckFailure, HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";
import { eventTarget } from "./event-target.ts";
import { compact, eventsCall, GONE, type Tags, tagList, tagMap } from "./events-calls.ts";
import { unlessGone } from "./gone.ts";

const eventBus: ResourceHandler = {
  type: "aws:cloudwatch/eventBus:EventBus",
  create: async (inputs, context) => {
    const input = { Name: inputs["name"], ...busSettings(inputs), Tags: tagList(inputs) };
    await eventsCall(context, "CreateEventBus", compact(input));
    return presentBus(inputs, context);
  },
  read: async (id, context) => {
    const bus = await unlessGone(eventsCall(context, "DescribeEventBus", { Name: id }), GONE);
    if (bus === undefined) return undefined;
    const tags = await tagsOf(String(bus["Arn"]), context);
    const inputs = compact({ name: id, ...toInputs(bus), tags });
    return { ...presentBus({ ...inputs, tagsAll: tags }, context), inputs };
  },
  update: async (id, _olds, news, context) => {
    // A description that is left out would stay.
    await eventsCall(context, "UpdateEventBus", compact({ Name: id, Description: "", ...busSettings(news) }));
    const state = presentBus(news, context);
    await retag(String(state.outputs["arn"]), news, context);
    return state;
  },
  delete: async (id, _outputs, context) => {
    await eventsCall(context, "DeleteEventBus", { Name: id });
  },
};

function busSettings(inputs: Properties): JsonObject {
  const { deadLetterConfig, logConfig } = inputs as {
    readonly deadLetterConfig?: { readonly arn?: string };
    readonly logConfig?: { readonly includeDetail?: string; readonly level?: string };
  };
  return compact({
    Description: inputs["description"],
    KmsKeyIdentifier: inputs["kmsKeyIdentifier"],
    DeadLetterConfig: deadLetterConfig && compact({ Arn: deadLetterConfig.arn }),
    LogConfig: logConfig && compact({ IncludeDetail: logConfig.includeDetail, Level: logConfig.level }),
  });
}

function toInputs(bus: JsonObject): JsonObject {
  const { DeadLetterConfig: letters, LogConfig: log } = bus;
  return compact({
    description: bus["Description"],
    kmsKeyIdentifier: bus["KmsKeyIdentifier"],
    deadLetterConfig: isObject(letters) ? compact({ arn: letters["Arn"] }) : undefined,
    logConfig: isObject(log) ? compact({ includeDetail: log["IncludeDetail"], level: log["Level"] }) : undefined,
  });
}

function presentBus(inputs: Properties, { aws }: HandlerContext): ResourceState {
  const { partition, region, account } = aws.scope;
  const name = String(inputs["name"]);
  const arn = `arn:${partition}:events:${region}:${account}:event-bus/${name}`;
  return { id: name, outputs: { ...inputs, arn, region, tagsAll: inputs["tagsAll"] ?? inputs["tags"] ?? {} } };
}

const eventRule: ResourceHandler = {
  type: "aws:cloudwatch/eventRule:EventRule",
  check: (inputs, unknown) => {
    const given = (name: string): boolean => inputs[name] !== undefined || unknown.has(name);
    const failures: CheckFailure[] = [];
    if (!given("eventPattern") && !given("scheduleExpression")) {
      failures.push({ property: "eventPattern", reason: "one of eventPattern and scheduleExpression is needed" });
    }
    const pattern = normalized(inputs["eventPattern"]);
    if (pattern !== undefined && pattern.length > MOST_OF_PATTERN) {
      failures.push({
        property: "eventPattern",
        reason: `must be at most ${MOST_OF_PATTERN} characters long without its spaces, not ${pattern.length}`,
      });
    }
    if (inputs["state"] === "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS") {
      failures.push({
        property: "state",
        reason: "is not served by the local runtime, which has no management events",
      });
    }
    return failures;
  },
  create: async (inputs, context) => {
    const state = presentRule({ ...inputs, state: stateOf(inputs) }, context);
    await putRule(state.outputs, context);
    return state;
  },
  read: async (id, context, known) => {
    const slash = id.lastIndexOf("/");
    const bus = slash < 0 ? "default" : id.slice(0, slash);
    const input = { Name: id.slice(slash + 1), EventBusName: bus };
    const rule = await unlessGone(eventsCall(context, "DescribeRule", input), GONE);
    if (rule === undefined) return undefined;
    const tags = await tagsOf(String(rule["Arn"]), context);
    const inputs = compact({
      name: rule["Name"],
      eventBusName: bus,
      eventPattern: rule["EventPattern"],
      description: rule["Description"],
      roleArn: rule["RoleArn"],
      state: rule["State"],
      tags,
    });
    const shown = presentRule({ ...inputs, tagsAll: tags }, context);
    // `state` and the older `isEnabled` exclude each other: a program that an import writes has one of them.
    const { isEnabled } = shown.outputs;
    return { ...shown, inputs: known === undefined ? inputs : { ...inputs, isEnabled } };
  },
  update: async (_id, _olds, news, context) => {
    const current = await eventsCall(context, "DescribeRule", {
      Name: String(news["name"]),
      EventBusName: busOf(news),
    });
    const state = presentRule({ ...news, state: stateOf(news, current["State"]) }, context);
    await putRule(state.outputs, context);
    await retag(String(state.outputs["arn"]), news, context);
    return state;
  },
  delete: async (_id, outputs, context) => {
    const input = { Name: String(outputs["name"]), EventBusName: busOf(outputs) };
    await unlessGone(eventsCall(context, "DeleteRule", input), GONE);
  },
};

/** The most that EventBridge takes (EBUG/eb-quota, the size of event patterns). */
const MOST_OF_PATTERN = 4096;

/** A pattern as the provider sends it: members in order, no spaces (hashicorp/terraform-provider-aws `ruleEventPatternJSONDecoder`). */
function normalized(pattern: unknown): string | undefined {
  return typeof pattern === "string" && pattern !== "" ? canonicalJson(JSON.parse(pattern) as Json) : undefined;
}

/** What the program says; otherwise a rule stays as it is, and a new one is enabled. */
function stateOf(inputs: Properties, current: unknown = "ENABLED"): unknown {
  const { state, isEnabled } = inputs;
  if (state !== undefined) return state;
  return isEnabled === undefined ? current : isEnabled === true ? "ENABLED" : "DISABLED";
}

async function putRule(inputs: Properties, context: HandlerContext): Promise<void> {
  await eventsCall(
    context,
    "PutRule",
    compact({
      Name: inputs["name"],
      EventBusName: busOf(inputs),
      EventPattern: normalized(inputs["eventPattern"]),
      ScheduleExpression: inputs["scheduleExpression"],
      Description: inputs["description"],
      RoleArn: inputs["roleArn"],
      State: inputs["state"],
      Tags: tagList(inputs),
    }),
  );
}

function presentRule(inputs: Properties, { aws }: HandlerContext): ResourceState {
  const { partition, region, account } = aws.scope;
  const name = String(inputs["name"]);
  const bus = busOf(inputs);
  const busName = bus.slice(bus.lastIndexOf("/") + 1);
  const state = inputs["state"];
  const path = busName === "default" ? name : `${busName}/${name}`;
  return {
    id: busName === "default" ? name : `${bus}/${name}`,
    outputs: {
      eventBusName: bus,
      forceDestroy: false,
      ...inputs,
      ...(state === undefined ? {} : { isEnabled: state !== "DISABLED" }),
      arn: `arn:${partition}:events:${region}:${account}:rule/${path}`,
      region,
      tagsAll: inputs["tagsAll"] ?? inputs["tags"] ?? {},
    },
  };
}

const eventBusPolicy: ResourceHandler = {
  type: "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
  create: (inputs, context) => putPolicy(inputs, context),
  read: async (id, context) => {
    const bus = await unlessGone(eventsCall(context, "DescribeEventBus", { Name: id }), GONE);
    if (bus?.["Policy"] === undefined) return undefined;
    const inputs = { eventBusName: id, policy: bus["Policy"] };
    return { id, inputs, outputs: { ...inputs, region: context.aws.scope.region } };
  },
  update: (_id, _olds, news, context) => putPolicy(news, context),
  delete: async (id, _outputs, context) => {
    const input = { EventBusName: id, RemoveAllPermissions: true };
    await unlessGone(eventsCall(context, "RemovePermission", input), GONE);
  },
};

async function putPolicy(inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const bus = busOf(inputs);
  const { policy } = inputs as { readonly policy: unknown };
  const text = typeof policy === "string" ? policy : JSON.stringify(policy);
  await eventsCall(context, "PutPermission", { EventBusName: bus, Policy: text });
  return { id: bus, outputs: { ...inputs, eventBusName: bus, region: context.aws.scope.region } };
}

/** Buses, rules, targets and bus policies. */
export const eventHandlers: readonly ResourceHandler[] = [eventBus, eventRule, eventTarget, eventBusPolicy];

function busOf(inputs: Properties): string {
  return typeof inputs["eventBusName"] === "string" ? inputs["eventBusName"] : "default";
}

async function tagsOf(arn: string, context: HandlerContext): Promise<Tags> {
  return tagMap((await eventsCall(context, "ListTagsForResource", { ResourceARN: arn }))["Tags"]);
}

async function retag(arn: string, inputs: Properties, context: HandlerContext): Promise<void> {
  const wanted = tagList(inputs) ?? [];
  const keys = new Set(wanted.map((tag) => tag.Key));
  const gone = Object.keys(await tagsOf(arn, context)).filter((key) => !keys.has(key));
  if (gone.length > 0) await eventsCall(context, "UntagResource", { ResourceARN: arn, TagKeys: gone });
  if (wanted.length > 0) await eventsCall(context, "TagResource", { ResourceARN: arn, Tags: wanted });
}
