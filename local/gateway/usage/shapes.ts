import type { Account } from "../account.ts";
import type { ApiKey } from "./usage-plans.ts";

/** A change in the words of API Gateway v1. */
export interface PatchOperation {
  readonly Op?: string;
  readonly Path?: string;
  readonly Value?: string;
}

/** Input of updates. */
export interface Patch {
  readonly PatchOperations?: readonly PatchOperation[];
}

type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** The permission for a path of API Gateway v1 (service authorization reference). */
export function usagePermission({ environment }: Account, method: Method, path: string) {
  const { partition, region } = environment.scope;
  return [{ action: `apigateway:${method}`, resource: `arn:${partition}:apigateway:${region}::/${path}` }];
}

/** A key as reads show it: its value only where that is asked for. */
export function shownKey({ Value, ...key }: ApiKey, includeValue: string | boolean | undefined) {
  return String(includeValue) === "true" ? { ...key, Value } : key;
}

/** A key as a member of a plan. */
export function planKey({ Id, Name, Value }: ApiKey) {
  return { Id, Type: "API_KEY", Value, ...(Name === undefined ? {} : { Name }) };
}
