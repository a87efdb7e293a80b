import type { CreateConnectionCommandInput, CreateConnectionCommandOutput } from "@aws-sdk/client-eventbridge";
import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkConnection, refusePrivate } from "../connections/check.ts";
import { connectionResource, secretResource } from "../connections/connection.ts";
import type { Connections } from "../connections/connections.ts";
import { presentChange } from "../connections/present.ts";

/** Makes a connection, and with it the secret that EventBridge owns. A token is got while the answer is on its way. */
export const createConnection: Operation<
  Connections,
  Wire<CreateConnectionCommandInput>,
  Wire<CreateConnectionCommandOutput>
> = {
  name: "CreateConnection",
  permissions: ({ Name }, { scope }) => [
    { action: "events:CreateConnection", resource: connectionResource(scope, Name) },
    { action: "secretsmanager:CreateSecret", resource: secretResource(scope, Name) },
  ],
  run: (input, _call, connections) => {
    const { Name: name = "", AuthorizationType: type, AuthParameters: secret = {} } = input;
    checkConnection(input.Name, type, input.AuthParameters);
    refusePrivate(input.InvocationConnectivityParameters);
    if (connections.find(name) !== undefined) {
      throw new AwsError("ResourceAlreadyExistsException", `Connection ${name} already exists.`);
    }
    const connection = connections.create(name, {
      authorizationType: type,
      description: input.Description,
      kmsKeyIdentifier: input.KmsKeyIdentifier,
      secret,
    });
    const { LastAuthorizedTime: _, ...answer } = presentChange(connection);
    return answer as Wire<CreateConnectionCommandOutput>;
  },
};
