import type { UntagResourceCommandInput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { validation } from "../errors.ts";
import type { DynamoDb } from "../state.ts";
import { taggedTable, tagPermission } from "../tags.ts";

/** Takes tags off a table. */
export const untagResource: Operation<DynamoDb, Wire<UntagResourceCommandInput>, object> = {
  name: "UntagResource",
  permissions: (input) => [tagPermission("UntagResource", input.ResourceArn)],
  run: (input, _call, db) => {
    const table = taggedTable(db, input.ResourceArn);
    const gone = new Set(input.TagKeys);
    if (gone.size === 0) throw validation("Atleast one Tag Key needs to be provided as Input.");
    const tags = Object.fromEntries(Object.entries(table.tags).filter(([key]) => !gone.has(key)));
    db.tables.save(Object.assign(table, { tags }));
    return {};
  },
};
