import type { ListTopicsCommandInput, ListTopicsCommandOutput } from "@aws-sdk/client-sns";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { page } from "../page.ts";
import type { Topics } from "../topics.ts";

/** The account's topics, a hundred a page. */
export const listTopics: Operation<Topics, Wire<ListTopicsCommandInput>, Wire<ListTopicsCommandOutput>> = {
  name: "ListTopics",
  permissions: () => [{ action: "sns:ListTopics", resource: "*" }],
  run: (input, _call, topics) => {
    const { items, next } = page(topics.all(), input.NextToken);
    return {
      Topics: items.map((topic) => ({ TopicArn: topic.arn })),
      ...(next === undefined ? {} : { NextToken: next }),
    } as Wire<ListTopicsCommandOutput>;
  },
};
