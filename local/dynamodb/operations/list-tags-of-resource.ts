import type { ListTagsOfResourceCommandInput, ListTagsOfResourceCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { DynamoDb } from "../state.ts";
import { taggedTable, tagPermission } from "../tags.ts";

/** Lists a table's tags. */
export const listTagsOfResource: Operation<
  DynamoDb,
  Wire<ListTagsOfResourceCommandInput>,
  Wire<ListTagsOfResourceCommandOutput>
> = {
  name: "ListTagsOfResource",
  permissions: (input) => [tagPermission("ListTagsOfResource", input.ResourceArn)],
  run: (input, _call, db) => ({
    Tags: Object.entries(taggedTable(db, input.ResourceArn).tags).map(([Key, Value]) => ({ Key, Value })),
  }),
};
