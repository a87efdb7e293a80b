import { AwsError } from "../aws/error.ts";

/**
 * Refuses a change to something that has changed since the caller looked.
 *
 * @throws AwsError `PreconditionFailedException`.
 */
export function checkRevision(current: { readonly revisionId: string }, expected: string | undefined): void {
  if (expected === undefined || expected === current.revisionId) return;
  throw new AwsError(
    "PreconditionFailedException",
    "The Revision Id provided does not match the latest Revision Id. " +
      "Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
    { status: 412 },
  );
}
