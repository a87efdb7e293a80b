import type { UpdateConnectionCommandInput, UpdateConnectionCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkConnection, refusePrivate } from "../connections/check.ts";
import { connectionResource, secretResource } from "../connections/connection.ts";
import type { Connections } from "../connections/connections.ts";
import { presentChange } from "../connections/present.ts";
import { updatedSecret } from "../connections/updated-secret.ts";

/** Changes a connection: what is not given stays, and the connection is authorized anew. */
export const updateConnection: Operation<
  Connections,
  Wire<UpdateConnectionCommandInput>,
  Wire<UpdateConnectionCommandOutput>
> = {
  name: "UpdateConnection",
  permissions: ({ Name }, { scope }) => [
    { action: "events:UpdateConnection", resource: connectionResource(scope, Name) },
    { action: "secretsmanager:UpdateSecret", resource: secretResource(scope, Name) },
  ],
  run: (input, _call, connections) => {
    const connection = connections.get(input.Name);
    const type = input.AuthorizationType ?? connection.authorizationType;
    const secret = updatedSecret(type, connection, input.AuthParameters);
    checkConnection(input.Name, type, secret);
    refusePrivate(input.InvocationConnectivityParameters);
    connections.update(connection, {
      authorizationType: type,
      description: input.Description ?? connection.description,
      kmsKeyIdentifier: input.KmsKeyIdentifier ?? connection.kmsKeyIdentifier,
      secret,
    });
    return presentChange(connection) as Wire<UpdateConnectionCommandOutput>;
  },
};
