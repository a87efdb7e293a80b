import type { TestEventPatternCommandInput, TestEventPatternCommandOutput } from "@aws-sdk/client-eventbridge";
import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import { isObject, type JsonObject, type Wire } from "../../json.ts";
import type { EventBuses } from "../buses.ts";
import { constraint, validation } from "../errors.ts";
import { compilePattern } from "../pattern/pattern.ts";

/** The members that a test event must have (the operation's page in the API reference). */
const REQUIRED = ["id", "account", "source", "time", "region", "resources", "detail-type"];

/** Tells whether an event would match a pattern; the log says why not. */
export const testEventPattern: Operation<
  EventBuses,
  Wire<TestEventPatternCommandInput>,
  Wire<TestEventPatternCommandOutput>
> = {
  name: "TestEventPattern",
  permissions: () => [{ action: "events:TestEventPattern", resource: "*" }],
  run: (input, _call, buses) => {
    if (input.EventPattern === undefined) throw constraint("null", "eventPattern", "not be null");
    if (input.Event === undefined) throw constraint("null", "event", "not be null");
    const pattern = compilePattern(input.EventPattern);
    const event = parseEvent(input.Event);
    const missing = REQUIRED.find((name) => event[name] === undefined);
    if (missing !== undefined)
      throw validation(`Parameter Event is not valid. Reason: ${missing} is a required argument.`);
    const result = pattern.match(event);
    if (!result.matched) buses.environment.log.info(`events: the test event does not match: ${result.reason}`);
    return { Result: result.matched } as Wire<TestEventPatternCommandOutput>;
  },
};

function parseEvent(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Reported below: broken JSON and JSON that is no object are refused alike.
  }
  throw new AwsError("InvalidEventPatternException", "Event is not valid. Reason: it must be a JSON object.");
}
