import type { AddPermissionRequest } from "@aws-sdk/client-lambda";
import type { Permission } from "../aws/service.ts";
import { type JsonObject, own, type Wire } from "../json.ts";
import { invalid } from "./errors.ts";
import type { LambdaFunction } from "./function.ts";
import { functionArn, parseReference } from "./reference.ts";
import type { Lambda } from "./state.ts";

/** A policy document as GetPolicy gives it; undefined when there are no statements. */
export function policyDocument(lambda: LambdaFunction, qualifier: string | undefined): string | undefined {
  const statements = own(lambda.policies, qualifier ?? "") ?? [];
  return statements.length === 0
    ? undefined
    : JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements });
}

/** The statement that an AddPermission request asks for (API reference, AddPermission). */
export function statement(input: Wire<AddPermissionRequest>, arn: string): JsonObject {
  const { StatementId: sid = "", Action: action = "", Principal: principal = "" } = input;
  const { SourceArn: sourceArn, SourceAccount: sourceAccount, PrincipalOrgID: organization } = input;
  const { EventSourceToken: token } = input;
  const equal = {
    ...(sourceAccount === undefined ? {} : { "AWS:SourceAccount": sourceAccount }),
    ...(organization === undefined ? {} : { "aws:PrincipalOrgID": organization }),
    ...(token === undefined ? {} : { "lambda:EventSourceToken": token }),
  };
  const condition = {
    ...(Object.keys(equal).length === 0 ? {} : { StringEquals: equal }),
    ...(sourceArn === undefined ? {} : { ArnLike: { "AWS:SourceArn": sourceArn } }),
  };
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: principalOf(principal),
    Action: action,
    Resource: arn,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

/** What IAM must allow for an operation on a function; the function's own policy judges as well. */
export function onFunction(state: Lambda, action: string, name: string | undefined, qualifier?: string): Permission {
  const reference = parseReference(name, qualifier);
  const lambda = state.functions.find(reference.name);
  const policy = lambda === undefined ? undefined : policyDocument(lambda, reference.qualifier);
  return {
    action: `lambda:${action}`,
    resource: functionArn(state.scope, reference.name, reference.qualifier),
    ...(policy === undefined ? {} : { resourcePolicy: policy }),
  };
}

/** The permission for what is not about one function, such as ListFunctions. */
export function onAnything(action: string): Permission {
  return { action: `lambda:${action}`, resource: "*" };
}

function principalOf(principal: string): JsonObject | string {
  if (principal === "*") return "*";
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (principal.startsWith("arn:")) return { AWS: principal };
  // The sentence is [recall].
  if (!/^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com)$/.test(principal)) {
    throw invalid("The provided principal was invalid. Please check the principal and try again.");
  }
  return { Service: principal };
}
