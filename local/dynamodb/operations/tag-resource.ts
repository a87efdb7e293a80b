import type { TagResourceCommandInput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { validation } from "../errors.ts";
import { checkMembers } from "../members.ts";
import { tagMap } from "../specification.ts";
import type { DynamoDb } from "../state.ts";
import { checkTagCount, checkTags, taggedTable, tagPermission } from "../tags.ts";

/** Adds tags to a table. */
export const tagResource: Operation<DynamoDb, Wire<TagResourceCommandInput>, object> = {
  name: "TagResource",
  permissions: (input) => [tagPermission("TagResource", input.ResourceArn)],
  run: (input, _call, db) => {
    checkMembers({
      resourceArn: { value: input.ResourceArn, required: true },
      tags: { value: input.Tags, required: true },
    });
    const table = taggedTable(db, input.ResourceArn);
    if ((input.Tags ?? []).length === 0) throw validation("Atleast one Tag needs to be provided as Input.");
    checkTags(input.Tags ?? []);
    const tags = { ...table.tags, ...tagMap(input.Tags) };
    checkTagCount(Object.keys(tags).length);
    db.tables.save(Object.assign(table, { tags }));
    return {};
  },
};
