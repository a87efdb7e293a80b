import type { TestEventPatternCommandInput, TestEventPatternCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import { type JsonObject, parseObject, type Wire } from "../../json.ts";
import type { EventBuses } from "../buses.ts";
import { validation } from "../errors.ts";
import { compilePattern } from "../pattern/pattern.ts";

/**
 * The members that a test event must have. The API reference names `resources` as well, which AWS does not ask for
 * (localstack#11994).
 */
const REQUIRED = ["id", "account", "source", "time", "region", "detail-type"];

/** Tells whether an event would match a pattern; the log says why not. */
export const testEventPattern: Operation<
  EventBuses,
  Wire<TestEventPatternCommandInput>,
  Wire<TestEventPatternCommandOutput>
> = {
  name: "TestEventPattern",
  permissions: () => [{ action: "events:TestEventPattern", resource: "*" }],
  run: (input, _call, buses) => {
    const { EventPattern: text = "", Event: tested = "" } = input;
    const pattern = compilePattern(text);
    const event = parseEvent(tested);
    if (REQUIRED.some((name) => event[name] === undefined)) throw validation("Parameter Event is not valid.");
    const result = pattern.match(event);
    if (!result.matched) buses.environment.log.info(`events: the test event does not match: ${result.reason}`);
    return { Result: result.matched } as Wire<TestEventPatternCommandOutput>;
  },
};

function parseEvent(text: string): JsonObject {
  const event = parseObject(text);
  if (event === undefined) throw validation("Parameter Event is not valid.");
  return event;
}
