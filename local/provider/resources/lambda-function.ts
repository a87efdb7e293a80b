import { isDeepStrictEqual } from "node:util";
import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import type { JsonObject, Wire } from "../../json.ts";
import { RUNTIMES } from "../../lambda/configuration.ts";
import { Archive, archiveFiles } from "../assets.ts";
import type { CheckFailure, HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";
import { finished } from "../partial-failure.ts";
import { formatPath } from "../property-path.ts";
import { invokeArn, lambdaCall, lambdaFind, retagLambda, tagsOf } from "./lambda-calls.ts";
import { functionInputs, settings } from "./lambda-function-shapes.ts";

/** What a function can have on AWS and not here. */
const UNSUPPORTED = [
  ...["s3Bucket", "s3Key", "imageUri", "imageConfig", "vpcConfig", "fileSystemConfig", "codeSigningConfigArn"],
  ...["snapStart", "capacityProviderConfig", "durableConfig", "tenancyConfig"],
];

/** `aws.lambda.Function`: code as a zip, settings, reserved concurrency and tags. */
export const lambdaFunction: ResourceHandler = {
  type: "aws:lambda/function:Function",
  check: (inputs, unknown) => checkFunction(inputs, unknown),
  create: async (inputs, context) => {
    const name = String(inputs["name"]);
    await lambdaCall(context, "CreateFunction", {
      FunctionName: name,
      ...settings(inputs),
      Code: { ZipFile: zipOf(inputs["code"]) },
      Architectures: (inputs["architectures"] ?? ["x86_64"]) as string[],
      PackageType: "Zip",
      Publish: inputs["publish"] === true,
      Tags: tagsOf(inputs),
    });
    return finished(
      () => setConcurrency(context, name, inputs),
      () => present(name, inputs, context),
    );
  },
  read: async (id, context) => {
    const found = await lambdaFind(context, "GetFunction", { FunctionName: id });
    if (found === undefined) return undefined;
    const inputs = functionInputs(found);
    return { ...(await present(id, inputs, context)), inputs };
  },
  update: async (id, olds, news, context) => {
    if (!isDeepStrictEqual(settings(olds), settings(news))) {
      await lambdaCall(context, "UpdateFunctionConfiguration", { FunctionName: id, ...settings(news) });
    }
    if (codeChanged(olds, news)) {
      await lambdaCall(context, "UpdateFunctionCode", {
        FunctionName: id,
        ZipFile: zipOf(news["code"]),
        Architectures: (news["architectures"] ?? ["x86_64"]) as string[],
      });
    }
    if (news["publish"] === true) await lambdaCall(context, "PublishVersion", { FunctionName: id });
    if (olds["reservedConcurrentExecutions"] !== news["reservedConcurrentExecutions"]) {
      await setConcurrency(context, id, news);
    }
    const { FunctionArn: arn } = await lambdaCall(context, "GetFunctionConfiguration", { FunctionName: id });
    await retagLambda(context, String(arn), news);
    return present(id, news, context);
  },
  delete: async (id, outputs, context) => {
    if (outputs["skipDestroy"] === true) return;
    await lambdaFind(context, "DeleteFunction", { FunctionName: id });
  },
};

function checkFunction(inputs: Properties, unknown: ReadonlySet<string>): CheckFailure[] {
  const failures = UNSUPPORTED.filter((name) => inputs[name] !== undefined && inputs[name] !== "").map((property) => ({
    property,
    reason: "is not implemented by the local runtime",
  }));
  if (inputs["packageType"] === "Image") {
    return [...failures, { property: "packageType", reason: "Image is not implemented by the local runtime" }];
  }
  failures.push(...checkRuntime(inputs));
  if (unknown.has("packageType")) return failures;
  const missing = ["handler", "runtime"].filter((name) => inputs[name] === undefined && !unknown.has(name));
  return [...failures, ...missing.map((property) => ({ property, reason: 'is required when packageType is "Zip"' }))];
}

/** The names that Lambda takes for environment variables (Lambda API, Environment). */
const VARIABLE = /^[a-zA-Z][a-zA-Z0-9_]+$/;

function checkRuntime({ runtime, environment }: Properties): readonly CheckFailure[] {
  const failures: CheckFailure[] = [];
  if (typeof runtime === "string" && !RUNTIMES.includes(runtime)) {
    failures.push({ property: "runtime", reason: `${runtime} is not served: it runs ${RUNTIMES.join(", ")}` });
  }
  const { variables = {} } = (environment ?? {}) as { readonly variables?: Properties };
  for (const name of Object.keys(variables).filter((variable) => !VARIABLE.test(variable))) {
    const property = formatPath(["environment", "variables", name]);
    failures.push({ property, reason: `the name does not match the pattern ${VARIABLE.source}` });
  }
  return failures;
}

/** Up to here in bytes files go into the archive as they are: it is unpacked again in this same process. */
const STORED_UP_TO = 16 * 1024 * 1024;

/** The same archive for the same files, whenever and wherever it is made. */
function zipOf(code: unknown): string {
  if (!(code instanceof Archive)) throw new Error("code must be an archive: a FileArchive or an AssetArchive");
  const files = Object.fromEntries(archiveFiles(code));
  const size = Object.values(files).reduce((sum, { length }) => sum + length, 0);
  const level = size > STORED_UP_TO ? 1 : 0;
  return Buffer.from(zipSync(files, { level, mtime: "1980-01-01T00:00:00" })).toString("base64");
}

function codeChanged(olds: Properties, news: Properties): boolean {
  const { code: before, architectures: built } = olds;
  const { code: after, architectures: wanted } = news;
  if (!isDeepStrictEqual(built, wanted)) return true;
  // A function that was imported runs the code that it had, until the program says another.
  if (after === undefined) return false;
  // What a program says of the code that Lambda has lets it see code that somebody else uploaded.
  if (news["codeSha256"] !== undefined && olds["codeSha256"] !== news["codeSha256"]) return true;
  if (!(before instanceof Archive && after instanceof Archive)) return true;
  return before.hash !== after.hash || olds["sourceCodeHash"] !== news["sourceCodeHash"];
}

async function setConcurrency(context: HandlerContext, name: string, inputs: Properties): Promise<void> {
  const reserved = inputs["reservedConcurrentExecutions"];
  if (typeof reserved === "number" && reserved >= 0) {
    const input = { FunctionName: name, ReservedConcurrentExecutions: reserved };
    await lambdaCall(context, "PutFunctionConcurrency", input);
  } else {
    await lambdaCall(context, "DeleteFunctionConcurrency", { FunctionName: name });
  }
}

async function present(name: string, inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const found = await lambdaCall(context, "GetFunction", { FunctionName: name });
  const configuration = found["Configuration"] as Wire<FunctionConfiguration>;
  const arn = configuration.FunctionArn ?? "";
  const version = await lastVersion(context, name);
  const { partition, region } = context.aws.scope;
  const streaming = `arn:${partition}:apigateway:${region}:lambda:path/2021-11-15/functions/${arn}/response-streaming-invocations`;
  return {
    id: name,
    outputs: {
      ...functionInputs(found),
      ...inputs,
      loggingConfig: functionInputs(found)["loggingConfig"],
      arn,
      codeSha256: configuration.CodeSha256,
      invokeArn: invokeArn(context, arn),
      lastModified: configuration.LastModified,
      qualifiedArn: `${arn}:${version}`,
      qualifiedInvokeArn: invokeArn(context, `${arn}:${version}`),
      region,
      responseStreamingInvokeArn: streaming,
      signingJobArn: "",
      signingProfileVersionArn: "",
      sourceCodeHash: inputs["sourceCodeHash"] ?? configuration.CodeSha256,
      sourceCodeSize: configuration.CodeSize,
      tagsAll: (found["Tags"] ?? {}) as JsonObject,
      version,
    },
  };
}

/** The last one that was published, whoever did; `$LATEST` when there is none. */
async function lastVersion(context: HandlerContext, name: string): Promise<string> {
  const { Versions: versions } = await lambdaCall(context, "ListVersionsByFunction", { FunctionName: name });
  return (versions as unknown as Wire<FunctionConfiguration>[]).at(-1)?.Version ?? "$LATEST";
}
