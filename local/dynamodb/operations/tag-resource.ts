import type { TagResourceCommandInput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { validation } from "../errors.ts";
import { tagMap } from "../specification.ts";
import type { DynamoDb } from "../state.ts";
import { taggedTable, tagPermission } from "../tags.ts";

/** Adds tags to a table. */
export const tagResource: Operation<DynamoDb, Wire<TagResourceCommandInput>, object> = {
  name: "TagResource",
  permissions: (input) => [tagPermission("TagResource", input.ResourceArn)],
  run: (input, _call, db) => {
    const table = taggedTable(db, input.ResourceArn);
    if ((input.Tags ?? []).length === 0) throw validation("Atleast one Tag needs to be provided as Input.");
    db.tables.save(Object.assign(table, { tags: { ...table.tags, ...tagMap(input.Tags) } }));
    return {};
  },
};
