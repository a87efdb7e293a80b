import type {
  PostToConnectionCommandInput,
  PostToConnectionCommandOutput,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { gone } from "../errors.ts";
import { MESSAGE_LIMIT } from "../frame-meter.ts";
import type { Gateway } from "../gateway.ts";
import { type Managed, managePermission, withConnection } from "../managed-connection.ts";
import { UNKNOWNS } from "../unknowns.ts";

type Input = Omit<Wire<PostToConnectionCommandInput>, "Data"> & Managed & { readonly Data?: string };

/** Sends bytes to a client as one text message (Management API reference, PostToConnection). `Data` is base64. */
export const postToConnection: Operation<Gateway, Input, Wire<PostToConnectionCommandOutput>> = {
  name: "PostToConnection",
  permissions: (input, gateway) => managePermission(gateway, "POST", input),
  run: (input, call, gateway) =>
    withConnection(gateway, "POST", input, call, (connection) => {
      const data = Buffer.from(input.Data ?? "", "base64");
      if (data.length > MESSAGE_LIMIT) {
        throw new AwsError("PayloadTooLargeException", "Message too long", { status: 413 });
      }
      if (connection.socket.bufferedAmount > UNKNOWNS.clientBufferLimit) {
        throw new AwsError("LimitExceededException", "The client takes its messages too slowly", { status: 429 });
      }
      if (!gateway.send(connection, data.toString("utf8"))) throw gone();
      return {};
    }),
};
