import type { SendMessageCommandInput, SendMessageCommandOutput } from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Queues } from "../queues.ts";
import { send } from "../send.ts";

/** Puts one message into a queue. */
export const sendMessage: Operation<Queues, Wire<SendMessageCommandInput>, Wire<SendMessageCommandOutput>> = {
  name: "SendMessage",
  permissions: (input, queues) => queues.permission("SendMessage", input.QueueUrl),
  run: (input, call, queues) =>
    send(queues, queues.byUrl(input.QueueUrl), input, call.caller) as Wire<SendMessageCommandOutput>,
};
