import type { ListStreamsCommandInput, ListStreamsCommandOutput } from "@aws-sdk/client-dynamodb-streams";
import type { Operation } from "../../../aws/service.ts";
import type { Wire } from "../../../json.ts";
import { onNothing } from "../../permissions.ts";
import type { DynamoDb } from "../../state.ts";
import { tableNameOf } from "../../table.ts";
import { checkLimit } from "../constraints.ts";

/** Lists the streams of all tables, or of one, including those switched off within the last day. */
export const listStreams: Operation<DynamoDb, Wire<ListStreamsCommandInput>, Wire<ListStreamsCommandOutput>> = {
  name: "ListStreams",
  permissions: () => [onNothing("ListStreams")],
  run: (input, _call, { streams }) => {
    const { TableName: table, Limit: limit = 100, ExclusiveStartStreamArn: start = "" } = input;
    checkLimit(limit, 100);
    const name = table === undefined ? undefined : tableNameOf(table);
    const all = [...streams.all()]
      .filter((stream) => name === undefined || stream.table === name)
      .sort((one, other) => (one.arn < other.arn ? -1 : 1))
      .filter((stream) => stream.arn > start);
    const page = all.slice(0, limit);
    const last = page.at(-1);
    return {
      Streams: page.map(({ arn, table: TableName, label }) => ({ StreamArn: arn, TableName, StreamLabel: label })),
      ...(last === undefined || page.length === all.length ? {} : { LastEvaluatedStreamArn: last.arn }),
    };
  },
};
