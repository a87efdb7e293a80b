import type { Directory, Entry } from "./directory.ts";
import type { AwsRequest } from "./protocol.ts";
import { formParameters } from "./query-protocol.ts";
import type { Credential } from "./signature.ts";
import { isForm } from "./unserved.ts";

/**
 * Finds the service of a request: the target, then the form's action with the signing name or
 * version, then the path within the services of that signing name. `X-Amz-Target` goes before the credential scope
 * because DynamoDB and its streams share one signing name.
 */
export function locate(
  directory: Directory,
  request: AwsRequest,
  credential: Credential | undefined,
): Entry | undefined {
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") return directory.byTarget.get(target.slice(0, target.lastIndexOf(".")));
  if (isForm(request)) {
    const named = credential === undefined ? undefined : directory.byForm.get(credential.service);
    const entry = named ?? directory.byForm.get(formParameters(request).get("Version") ?? "");
    if (entry !== undefined) return entry;
  }
  const candidates = credential === undefined ? directory.rest : directory.bySigningName.get(credential.service);
  // A service that is here answers for its unknown paths itself, in its own protocol.
  const fallback = credential === undefined ? undefined : candidates?.[0];
  return candidates?.find(({ protocol }) => protocol.matches(request.method, request.path, request.search)) ?? fallback;
}
