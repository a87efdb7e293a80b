import { AwsError } from "../aws/error.ts";

/** What went wrong, for a person: AWS's refusals with their name in front, as the AWS provider reports them. */
export function reasonOf(error: unknown): string {
  if (error instanceof AwsError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
