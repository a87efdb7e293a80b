import { isObject, type JsonObject } from "../../json.ts";
import type { CheckFailure, HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";
import { compact, eventsCall, GONE } from "./events-calls.ts";
import { unlessGone } from "./gone.ts";

/** Properties for kinds of target that the runtime does not deliver to. */
const NOT_SERVED = [
  "appsyncTarget",
  "batchTarget",
  "ecsTarget",
  "httpTarget",
  "kinesisTarget",
  "redshiftTarget",
  "runCommandTargets",
  "sagemakerPipelineTarget",
];

/** In seconds (EventBridge API, RetryPolicy). The provider takes 0 for no setting. */
const LEAST_AGE = 60;

/** A rule's target; its id is `{rule}-{target}`, with the bus in front on a custom one. */
export const eventTarget: ResourceHandler = {
  type: "aws:cloudwatch/eventTarget:EventTarget",
  check: (inputs) => {
    const failures: CheckFailure[] = NOT_SERVED.filter((name) => inputs[name] !== undefined).map((name) => ({
      property: name,
      reason: "this kind of target is not served by the local runtime",
    }));
    const { retryPolicy, inputTransformer } = inputs as { retryPolicy?: JsonObject; inputTransformer?: JsonObject };
    const age = Number(retryPolicy?.["maximumEventAgeInSeconds"] ?? 0);
    if (age > 0 && age < LEAST_AGE) {
      failures.push({
        property: "retryPolicy.maximumEventAgeInSeconds",
        reason: `must be between ${LEAST_AGE} and 86400, not ${age}`,
      });
    }
    for (const name of Object.keys(inputTransformer?.["inputPaths"] ?? {}).filter((path) => path.startsWith("AWS"))) {
      failures.push({ property: `inputTransformer.inputPaths.${name}`, reason: 'must not start with "AWS"' });
    }
    const id = inputs["targetId"];
    if (typeof id === "string" && id.length > 64) {
      failures.push({
        property: "targetId",
        reason: `AWS allows 64 characters, this has ${id.length}: set a shorter one`,
      });
    }
    return failures;
  },
  create: (inputs, context) => put(inputs, context),
  update: (_id, _olds, news, context) => put(news, context),
  read: async (id, context, known) => {
    // An import names the target as {bus}/{rule}/{target}; the id it gets afterwards cannot be taken apart again.
    const [name = "", rule = "", bus = "default"] =
      known === undefined ? id.split("/").reverse() : [String(known["targetId"]), String(known["rule"]), busOf(known)];
    const input = { Rule: rule, EventBusName: bus };
    const answer = await unlessGone(eventsCall(context, "ListTargetsByRule", input), GONE);
    const targets = Array.isArray(answer?.["Targets"]) ? answer["Targets"].filter(isObject) : [];
    const target = targets.find((one) => one["Id"] === name);
    if (target === undefined) return undefined;
    const inputs = fromTarget(target, rule, bus);
    return { ...present(inputs, context), inputs };
  },
  delete: async (_id, outputs, context) => {
    const input = { Rule: String(outputs["rule"]), EventBusName: busOf(outputs), Ids: [String(outputs["targetId"])] };
    await unlessGone(eventsCall(context, "RemoveTargets", input), GONE);
  },
};

async function put(inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  await eventsCall(context, "PutTargets", {
    Rule: String(inputs["rule"]),
    EventBusName: busOf(inputs),
    Targets: [toTarget(inputs)],
  });
  return present(inputs, context);
}

function present(inputs: Properties, context: HandlerContext): ResourceState {
  const bus = busOf(inputs);
  const id = `${String(inputs["rule"])}-${String(inputs["targetId"])}`;
  return {
    id: bus === "default" ? id : `${bus}-${id}`,
    outputs: { forceDestroy: false, ...inputs, eventBusName: bus, region: context.aws.scope.region },
  };
}

function toTarget(inputs: Properties): JsonObject {
  const part = (name: string): JsonObject | undefined => {
    const value = inputs[name];
    return isObject(value) ? value : undefined;
  };
  const transformer = part("inputTransformer");
  const retry = part("retryPolicy");
  const deadLetters = part("deadLetterConfig");
  const queue = part("sqsTarget");
  return compact({
    Id: inputs["targetId"],
    Arn: inputs["arn"],
    RoleArn: inputs["roleArn"],
    Input: inputs["input"],
    InputPath: inputs["inputPath"],
    InputTransformer:
      transformer && compact({ InputPathsMap: transformer["inputPaths"], InputTemplate: transformer["inputTemplate"] }),
    RetryPolicy:
      retry &&
      compact({
        MaximumRetryAttempts: retry["maximumRetryAttempts"],
        MaximumEventAgeInSeconds: retry["maximumEventAgeInSeconds"] || undefined,
      }),
    DeadLetterConfig: deadLetters && compact({ Arn: deadLetters["arn"] }),
    SqsParameters: queue && compact({ MessageGroupId: queue["messageGroupId"] }),
  });
}

function fromTarget(target: JsonObject, rule: string, bus: string): JsonObject {
  const part = (name: string): JsonObject | undefined => {
    const value = target[name];
    return isObject(value) ? value : undefined;
  };
  const transformer = part("InputTransformer");
  const retry = part("RetryPolicy");
  const deadLetters = part("DeadLetterConfig");
  const queue = part("SqsParameters");
  return compact({
    rule,
    eventBusName: bus,
    targetId: target["Id"],
    arn: target["Arn"],
    roleArn: target["RoleArn"],
    input: target["Input"],
    inputPath: target["InputPath"],
    inputTransformer: transformer && {
      inputPaths: transformer["InputPathsMap"],
      inputTemplate: transformer["InputTemplate"],
    },
    retryPolicy: retry && {
      maximumRetryAttempts: retry["MaximumRetryAttempts"],
      maximumEventAgeInSeconds: retry["MaximumEventAgeInSeconds"],
    },
    deadLetterConfig: deadLetters && { arn: deadLetters["Arn"] },
    sqsTarget: queue && { messageGroupId: queue["MessageGroupId"] },
  });
}

function busOf(inputs: Properties): string {
  return typeof inputs["eventBusName"] === "string" ? inputs["eventBusName"] : "default";
}
