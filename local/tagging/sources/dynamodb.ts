import { isObject } from "../../json.ts";
import { listed, tagList, textOf } from "../lists.ts";
import type { TagSource } from "../tagged-resource.ts";

/** Tables. */
export const dynamodb: TagSource = {
  service: "dynamodb",
  async *resources(ask) {
    const pages = { token: "LastEvaluatedTableName", tokenIn: "ExclusiveStartTableName" };
    for await (const name of listed(ask, "ListTables", "TableNames", pages)) {
      const { Table: table } = await ask("DescribeTable", { TableName: name });
      const arn = textOf(isObject(table) ? table : undefined, "TableArn");
      const { Tags: tags } = await ask("ListTagsOfResource", { ResourceArn: arn });
      yield { arn, tags: tagList(tags) };
    }
  },
};
