import type { Operation } from "../../aws/service.ts";
import { validation } from "../errors.ts";
import type { DynamoDb } from "../state.ts";

/** PartiQL, by whichever of its three operations, is refused by name rather than answered wrongly. */
function refused(name: string): Operation<DynamoDb, object, object> {
  return {
    name,
    permissions: () => [],
    run: () => {
      throw validation(
        `${name} (PartiQL) is not implemented by the local runtime. Use GetItem, Query, PutItem, UpdateItem, DeleteItem or the Transact operations.`,
      );
    },
  };
}

export const executeStatement = refused("ExecuteStatement");
export const batchExecuteStatement = refused("BatchExecuteStatement");
export const executeTransaction = refused("ExecuteTransaction");
