import type { FunctionCode } from "@aws-sdk/client-lambda";
import { AwsError } from "../aws/error.ts";
import type { Wire } from "../json.ts";
import type { StoredCode } from "./code-store.ts";
import { invalid, unsupported } from "./errors.ts";
import type { Lambda } from "./state.ts";

/** The largest archive that comes with a request, in bytes. */
const MAX_ZIP = 50 * 1024 * 1024;

/**
 * Puts a request's code into the store.
 *
 * @throws AwsError when it comes from somewhere the local runtime does not look, is too large or is no archive.
 */
export function takeCode(
  state: Lambda,
  code: Wire<Pick<FunctionCode, "ZipFile" | "S3Bucket" | "ImageUri">>,
): StoredCode {
  if (code.S3Bucket !== undefined) throw unsupported("Code from S3 (S3Bucket)");
  if (code.ImageUri !== undefined) throw unsupported("A container image (ImageUri)");
  if (code.ZipFile === undefined) throw invalid("Please provide a source for function code.");
  const zip = Buffer.from(code.ZipFile, "base64");
  if (zip.length > MAX_ZIP) {
    throw new AwsError(
      "RequestEntityTooLargeException",
      `Request must be smaller than 69905067 bytes for the CreateFunction operation`,
      { status: 413 },
    );
  }
  return state.code.add(zip);
}
