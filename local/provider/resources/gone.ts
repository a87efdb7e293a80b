import { AwsError } from "../../aws/error.ts";

/**
 * Awaits a call, with undefined in place of the error that says the thing is not there (any more): what `read` answers
 * then, and what makes a second `delete` harmless.
 *
 * @param codes the service's error names for that, such as `ResourceNotFoundException`.
 */
export async function unlessGone<T>(call: Promise<T>, ...codes: readonly string[]): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsError && codes.includes(error.code)) return undefined;
    throw error;
  }
}
