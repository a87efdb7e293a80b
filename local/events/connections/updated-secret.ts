import type { UpdateConnectionAuthRequestParameters } from "@aws-sdk/client-eventbridge";
import type { Wire } from "../../json.ts";
import type { AuthParameters, Connection } from "./connection.ts";

/**
 * The secret after an update: members that are given replace those that are there, as every one of them is optional in the
 * API's shape; a connection that gets another type begins without any.
 */
export function updatedSecret(
  type: string,
  connection: Connection,
  given: Wire<UpdateConnectionAuthRequestParameters> | undefined,
): AuthParameters {
  const old: AuthParameters = type === connection.authorizationType ? connection.secret : {};
  if (given === undefined) return old;
  const { OAuthParameters: oauth } = given;
  const secret = {
    ...old,
    ...given,
    ...merged("BasicAuthParameters", old.BasicAuthParameters, given.BasicAuthParameters),
    ...merged("ApiKeyAuthParameters", old.ApiKeyAuthParameters, given.ApiKeyAuthParameters),
    ...merged(
      "OAuthParameters",
      old.OAuthParameters,
      oauth && {
        ...oauth,
        ...merged("ClientParameters", old.OAuthParameters?.ClientParameters, oauth.ClientParameters),
      },
    ),
  };
  return secret as AuthParameters;
}

function merged(name: string, old: object | undefined, given: object | undefined): object {
  return given === undefined ? {} : { [name]: { ...old, ...given } };
}
