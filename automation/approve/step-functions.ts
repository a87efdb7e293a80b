import {
  GetActivityTaskCommand,
  paginateListActivities,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import type { Delivery, DeskPorts } from "./desk.ts";

/** The activities at which a person can work, by their logical names in the program. */
const ACTIVITIES = /food-delivery-(?:prepare-food|find-delivery-partner|delivery-status)-[0-9a-f]{7}$/;

/** The desk's ports on Step Functions, local or AWS's. */
export function deskPorts(client: SFNClient, signal: AbortSignal): DeskPorts {
  return {
    async take(activityArn) {
      const { taskToken: token, input = "{}" } = await client.send(
        new GetActivityTaskCommand({ activityArn, workerName: "approve" }),
        { abortSignal: signal },
      );
      return token ? { token, input } : undefined;
    },
    answer: (taskToken, answer) =>
      unlessGone(
        answer.kind === "done"
          ? client.send(new SendTaskSuccessCommand({ taskToken, output: answer.output }))
          : client.send(new SendTaskFailureCommand({ taskToken, error: "Refused", cause: answer.cause })),
      ),
    heartbeat: (taskToken) => unlessGone(client.send(new SendTaskHeartbeatCommand({ taskToken }))),
  };
}

/** The program's activities in the account; those of several stacks, if there are several. */
export async function findActivities(client: SFNClient): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { activities = [] } of paginateListActivities({ client }, {})) {
    found.push(...activities.flatMap(({ activityArn = "" }) => (ACTIVITIES.test(activityArn) ? [activityArn] : [])));
  }
  return found;
}

async function unlessGone(call: Promise<unknown>): Promise<Delivery> {
  try {
    await call;
    return "delivered";
  } catch (error) {
    if (error instanceof Error && ["TaskTimedOut", "TaskDoesNotExist"].includes(error.name)) return "gone";
    throw error;
  }
}
