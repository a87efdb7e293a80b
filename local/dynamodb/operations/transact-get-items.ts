import type {
  CancellationReason,
  ItemResponse,
  TransactGetItemsCommandInput,
  TransactGetItemsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { withTableName } from "../table.ts";
import { cancelled, checkCount, reasonOf } from "../transactions.ts";

/** Reads up to 100 items as they are at one moment. */
export const transactGetItems: Operation<
  DynamoDb,
  Wire<TransactGetItemsCommandInput>,
  Wire<TransactGetItemsCommandOutput>
> = {
  name: "TransactGetItems",
  permissions: (input, db) =>
    (input.TransactItems ?? []).map(({ Get: get }) => onTable(db, "GetItem", get?.TableName, { keys: [get?.Key] })),
  run: (input, _call, db) => {
    const items = input.TransactItems ?? [];
    checkCount(items.length, "transactItems");
    const checked = items.map((item) => db.dynalite.check("GetItem", withTableName(item.Get ?? {})));
    const outcomes = checked.map((data) => {
      try {
        return { response: db.dynalite.act("GetItem", data) as Wire<ItemResponse>, reason: { Code: "None" } };
      } catch (error) {
        return { response: {}, reason: reasonOf(error) satisfies Wire<CancellationReason> };
      }
    });
    if (outcomes.some(({ reason }) => reason.Code !== "None")) throw cancelled(outcomes.map(({ reason }) => reason));
    return { Responses: outcomes.map(({ response }) => response) };
  },
};
