import type { Integration } from "@aws-sdk/client-apigatewayv2";
import type { Wire } from "../json.ts";

/**
 * An integration with what AWS fills in (API reference, CreateIntegration; the expression is spelled as in the AWS CLI's
 * example; the method is the one that the provider for AWS takes for granted).
 */
export function integrationWithDefaults(integration: object): Wire<Integration> {
  const given = integration as Wire<Integration>;
  const isLambda = given.IntegrationUri?.includes(":lambda:path/") === true;
  const isAws = given.IntegrationType === "AWS" || given.IntegrationType === "AWS_PROXY";
  const defaults = {
    ConnectionType: "INTERNET",
    ...(isAws ? { IntegrationMethod: "POST" } : {}),
    IntegrationResponseSelectionExpression: isLambda
      ? "${integration.response.body.errorMessage}"
      : "${integration.response.statuscode}",
    PassthroughBehavior: "WHEN_NO_MATCH",
    PayloadFormatVersion: "1.0",
    TimeoutInMillis: 29_000,
  };
  return { ...defaults, ...given } as Wire<Integration>;
}
