import type { DeleteTableCommandInput, DeleteTableCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { asDeleting } from "../describe.ts";
import { validation } from "../errors.ts";
import { onTable } from "../permissions.ts";
import type { DynamoDb } from "../state.ts";
import { withTableName } from "../table.ts";

/** Removes a table with its items, indexes and tags. Its stream's records stay readable for a day. */
export const deleteTable: Operation<DynamoDb, Wire<DeleteTableCommandInput>, Wire<DeleteTableCommandOutput>> = {
  name: "DeleteTable",
  permissions: (input, db) => [onTable(db, "DeleteTable", input.TableName)],
  run: (input, _call, db) => {
    const { TableName: name = "" } = db.dynalite.check("DeleteTable", withTableName(input));
    const table = db.tables.get(name);
    if (table.description.DeletionProtectionEnabled === true) {
      throw validation(
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
      );
    }
    db.streams.close(table);
    db.tables.delete(name);
    db.expiry.forget(name);
    db.items.deleteItems(name);
    return { TableDescription: asDeleting(table.description) };
  },
};
