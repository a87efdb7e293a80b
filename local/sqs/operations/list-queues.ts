import type { ListQueuesCommandInput, ListQueuesCommandOutput } from "@aws-sdk/client-sqs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { invalidParameter } from "../errors.ts";
import type { Queues } from "../queues.ts";

/** How many URLs a page has unless MaxResults says otherwise. */
const PAGE = 1000;

/** The URLs of the account's queues; no `QueueUrls` at all when there is none. */
export const listQueues: Operation<Queues, Wire<ListQueuesCommandInput>, Wire<ListQueuesCommandOutput>> = {
  name: "ListQueues",
  permissions: () => [{ action: "sqs:ListQueues", resource: "*" }],
  run: (input, _call, queues) => {
    const { MaxResults: most = PAGE } = input;
    if (!(most >= 1 && most <= PAGE)) {
      throw invalidParameter(String(most), "MaxResults", `Must be between 1 and ${PAGE}, if provided.`);
    }
    const prefix = input.QueueNamePrefix ?? "";
    const after = input.NextToken === undefined ? "" : Buffer.from(input.NextToken, "base64").toString("utf8");
    const names = queues
      .all()
      .filter((queue) => queue.name.startsWith(prefix) && queue.name > after)
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    const page = names.slice(0, most);
    const last = page.at(-1);
    const more = input.MaxResults !== undefined && names.length > page.length && last !== undefined;
    return {
      ...(page.length === 0 ? {} : { QueueUrls: page.map((queue) => queue.url) }),
      ...(more ? { NextToken: Buffer.from(last.name).toString("base64") } : {}),
    } as Wire<ListQueuesCommandOutput>;
  },
};
