import type { AliasConfiguration, AliasRoutingConfiguration } from "@aws-sdk/client-lambda";
import { own, type Wire } from "../json.ts";
import { notFound } from "./errors.ts";
import type { Alias, LambdaFunction } from "./function.ts";
import { functionArn } from "./reference.ts";
import type { Lambda } from "./state.ts";

/** @throws AwsError `ResourceNotFoundException`. */
export function aliasOf(state: Lambda, lambda: LambdaFunction, name: string | undefined): Alias {
  const alias = own(lambda.aliases, name ?? "");
  if (alias === undefined) throw notFound(`Alias not found: ${functionArn(state.scope, lambda.name, name)}`);
  return alias;
}

/** An alias as Lambda shows it. */
export function presentAlias(state: Lambda, functionName: string, alias: Alias): Wire<AliasConfiguration> {
  return {
    AliasArn: functionArn(state.scope, functionName, alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    ...(Object.keys(alias.weights).length === 0
      ? {}
      : { RoutingConfig: { AdditionalVersionWeights: { ...alias.weights } } }),
    RevisionId: alias.revisionId,
  };
}

/** The share of calls that goes to other versions, by version. */
export function weightsOf(routing: Wire<AliasRoutingConfiguration> | undefined): Readonly<Record<string, number>> {
  return routing?.AdditionalVersionWeights ?? {};
}
