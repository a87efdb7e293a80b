import type { AliasConfiguration } from "@aws-sdk/client-lambda";
import type { JsonObject, Wire } from "../../json.ts";
import type { HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";
import { invokeArn, lambdaCall, lambdaFind } from "./lambda-calls.ts";

/** `aws.lambda.Alias`: a name for a version; its id is its ARN. */
export const lambdaAlias: ResourceHandler = {
  type: "aws:lambda/alias:Alias",
  create: async (inputs, context) =>
    present(inputs, await lambdaCall(context, "CreateAlias", request(inputs)), context),
  update: async (_id, _olds, news, context) =>
    present(news, await lambdaCall(context, "UpdateAlias", request(news)), context),
  read: async (id, context) => {
    const [functionName = "", name = ""] = id.includes("/") ? id.split("/") : id.split(":").slice(6);
    const found = await lambdaFind(context, "GetAlias", { FunctionName: functionName, Name: name });
    if (found === undefined) return undefined;
    const inputs = inputsOf(functionName, found as Wire<AliasConfiguration>);
    return { ...present(inputs, found, context), inputs };
  },
  delete: async (_id, outputs, context) => {
    const { functionName, name } = outputs;
    await lambdaFind(context, "DeleteAlias", { FunctionName: String(functionName), Name: String(name) });
  },
};

function request(inputs: Properties): JsonObject {
  const routing = inputs["routingConfig"] as { additionalVersionWeights?: Record<string, number> } | undefined;
  return {
    FunctionName: String(inputs["functionName"]),
    Name: String(inputs["name"]),
    FunctionVersion: String(inputs["functionVersion"]),
    Description: String(inputs["description"] ?? ""),
    RoutingConfig: { AdditionalVersionWeights: { ...routing?.additionalVersionWeights } },
  };
}

function inputsOf(functionName: string, alias: Wire<AliasConfiguration>): Properties {
  const weights = alias.RoutingConfig?.AdditionalVersionWeights;
  return {
    functionName,
    name: alias.Name,
    functionVersion: alias.FunctionVersion,
    description: alias.Description ?? "",
    ...(weights === undefined ? {} : { routingConfig: { additionalVersionWeights: weights } }),
  };
}

function present(inputs: Properties, alias: JsonObject, context: HandlerContext): ResourceState {
  const arn = String(alias["AliasArn"]);
  const { region } = context.aws.scope;
  return { id: arn, outputs: { description: "", ...inputs, arn, invokeArn: invokeArn(context, arn), region } };
}
