import type {
  CancellationReason,
  ItemResponse,
  TransactGetItemsCommandInput,
  TransactGetItemsCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { transactedCapacity } from "../consumed-capacity.ts";
import { constraint } from "../errors.ts";
import { listed, onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { withTableName } from "../table.ts";
import { cancelled, checkItems, reasonOf, within } from "../transactions.ts";

/** Reads up to 100 items as they are at one moment. */
export const transactGetItems: Operation<
  DynamoDb,
  Wire<TransactGetItemsCommandInput>,
  Wire<TransactGetItemsCommandOutput>
> = {
  name: "TransactGetItems",
  permissions: (input, db) =>
    listed(input.TransactItems).map(({ Get: get }) => onTable(db, "GetItem", get?.TableName, { keys: [get?.Key] })),
  run: (input, _call, db) => {
    const checked = checkItems(input.TransactItems).map(({ Get: get }, index) => {
      const place = `transactItems.${index + 1}.member`;
      if (get === undefined || get === null) throw constraint(null, `${place}.get`, "not be null");
      return within(`${place}.get`, () => db.dynalite.check("GetItem", withTableName(get)));
    });
    const outcomes = checked.map((data): { response: Wire<ItemResponse>; reason: Wire<CancellationReason> } => {
      try {
        return { response: db.dynalite.act("GetItem", data) as Wire<ItemResponse>, reason: { Code: "None" } };
      } catch (error) {
        return { response: {}, reason: reasonOf(error) };
      }
    });
    if (outcomes.some(({ reason }) => reason.Code !== "None")) throw cancelled(outcomes.map(({ reason }) => reason));
    const { ReturnConsumedCapacity: mode } = input;
    const read = checked.map((data, index) => ({
      table: db.tables.get(data.TableName ?? "").description,
      after: outcomes[index]?.response.Item,
    }));
    return {
      Responses: outcomes.map(({ response }) => response),
      ...transactedCapacity(mode, "Read", read, (item) => db.dynalite.sizeOf(item)),
    };
  },
};
