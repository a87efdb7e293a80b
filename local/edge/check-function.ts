import type { FunctionConfig } from "@aws-sdk/client-cloudfront";
import { AwsError } from "../aws/error.ts";
import type { Wire } from "../json.ts";
import { invalidArgument } from "./errors.ts";

/** The longest code, in bytes (CFDG/cloudfront-limits). */
const LONGEST_CODE = 10 * 1024;
const RUNTIMES = ["cloudfront-js-1.0", "cloudfront-js-2.0"];

/** The code as text. @throws AwsError `FunctionSizeLimitExceeded` */
export function checkCode(code: string | undefined): string {
  const text = Buffer.from(code ?? "", "base64").toString("utf8");
  if (text.trim() === "") throw invalidArgument("The parameter FunctionCode is required.");
  if (Buffer.byteLength(text) > LONGEST_CODE) {
    throw new AwsError(
      "FunctionSizeLimitExceeded",
      "The function exceeds the maximum size. For more information, see Quotas (formerly known as limits) in the Amazon CloudFront Developer Guide.",
      { status: 413 },
    );
  }
  return text;
}

/** @throws AwsError `InvalidArgument` */
export function checkFunctionConfig(config: Wire<FunctionConfig> | undefined): Wire<FunctionConfig> {
  if (config === undefined || !RUNTIMES.includes(config.Runtime ?? "")) {
    throw invalidArgument(`The parameter Runtime is invalid: it must be one of ${RUNTIMES.join(", ")}.`);
  }
  if ((config.KeyValueStoreAssociations?.Items ?? []).length > 0) {
    throw invalidArgument("KeyValueStoreAssociations are not served by the local runtime.");
  }
  return config;
}
