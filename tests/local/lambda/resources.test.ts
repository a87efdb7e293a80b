import { expect } from "chai";
import { OWNER } from "../../../local/aws/caller.ts";
import { Archive, Asset } from "../../../local/provider/assets.ts";
import type { HandlerContext, Properties, ResourceHandler } from "../../../local/provider/handler.ts";
import { lambdaHandlers } from "../../../local/provider/resources/lambda.ts";
import { createSqs } from "../../../local/sqs/module.ts";
import { ROLE, type Subject, stopAll, subject } from "./support.ts";

const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:echo-1234567";

function code(text: string): Archive {
  return new Archive({ assets: { "index.mjs": new Asset({ text: `export const handler = async () => "${text}";` }) } });
}

const INPUTS = {
  name: "echo-1234567",
  role: ROLE,
  runtime: "nodejs24.x",
  handler: "index.handler",
  architectures: ["arm64"],
  code: code("one"),
  timeout: 10,
  memorySize: 256,
  reservedConcurrentExecutions: -1,
  loggingConfig: { logFormat: "Text", logGroup: "/orders/echo" },
  environment: { variables: { TABLE: "orders" } },
  tagsAll: { stack: "dev" },
};

function handler(kind: string): ResourceHandler {
  const found = lambdaHandlers.find(({ type }) => type === `aws:lambda/${kind}`);
  if (found === undefined) throw new Error(`no handler for ${kind}`);
  return found;
}

function handled(): Subject & { context: HandlerContext } {
  const one = subject();
  const { aws, log, endpointUrl } = one.environment;
  return { ...one, context: { aws, log, endpointUrl, urn: "urn:pulumi:dev::p::t::n" } };
}

describe("aws:lambda resources", () => {
  afterEach(stopAll);

  it("Function: has the real provider's outputs, and runs its archive", async () => {
    const { context, invoke } = handled();
    const { id, outputs } = await handler("function:Function").create(INPUTS, context);
    expect(id).to.equal("echo-1234567");
    expect(outputs).to.deep.include({
      arn: FUNCTION,
      invokeArn: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`,
      qualifiedArn: `${FUNCTION}:$LATEST`,
      version: "$LATEST",
      lastModified: "2024-01-10T12:00:00.000+0000",
      architectures: ["arm64"],
      tagsAll: { stack: "dev" },
      ephemeralStorage: { size: 512 },
      tracingConfig: { mode: "PassThrough" },
    });
    expect(outputs["sourceCodeHash"]).to.equal(outputs["codeSha256"]);
    expect((await invoke("echo-1234567")).payload).to.equal("one");
  });

  it("Function: changes code, settings and concurrency in place, and makes the same archive of the same files", async () => {
    const { context, invoke, call } = handled();
    const type = handler("function:Function");
    const { id, outputs } = await type.create(INPUTS, context);
    const same = await type.update?.(id, outputs, { ...INPUTS, code: code("one"), description: "new" }, context);
    expect(same?.outputs["codeSha256"]).to.equal(outputs["codeSha256"]);
    const news = { ...INPUTS, code: code("two"), timeout: 20, reservedConcurrentExecutions: 5, tagsAll: { a: "b" } };
    const state = await type.update?.(id, same?.outputs ?? {}, news, context);
    expect(state?.outputs).to.deep.include({ timeout: 20, reservedConcurrentExecutions: 5, tagsAll: { a: "b" } });
    expect((await invoke(id)).payload).to.equal("two");
    await call("UpdateFunctionConfiguration", { FunctionName: id, Timeout: 30 });
    expect((await type.read(id, context))?.inputs).to.include({ timeout: 30 });
    await type.delete(id, state?.outputs ?? {}, context);
    expect(await type.read(id, context)).to.equal(undefined);
    await type.delete(id, state?.outputs ?? {}, context);
  });

  it("Function: names what is missing and what is not done here", () => {
    const failures =
      handler("function:Function").check?.({ role: ROLE, handler: "a.b", s3Bucket: "b" }, new Set()) ?? [];
    expect(failures.map(({ property }) => property)).to.deep.equal(["s3Bucket", "runtime"]);
  });

  it("Permission: is one statement of the function's policy", async () => {
    const { context, call } = handled();
    await handler("function:Function").create(INPUTS, context);
    const type = handler("permission:Permission");
    const inputs = {
      statementId: "api-1234567",
      action: "lambda:InvokeFunction",
      function: FUNCTION,
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:aws:execute-api:us-east-1:000000000000:abc/dev/$default",
    };
    const { id, outputs } = await type.create(inputs, context);
    expect(id).to.equal("api-1234567");
    expect((await type.read(id, context))?.inputs).to.deep.equal({ ...inputs, function: "echo-1234567" });
    expect((await type.read(`echo-1234567/${id}`, context))?.id).to.equal(id);
    await call("RemovePermission", { FunctionName: FUNCTION, StatementId: id });
    expect(await type.read(id, context)).to.equal(undefined);
    await type.delete(id, outputs, context);
  });

  it("Alias and FunctionEventInvokeConfig: are made, read, changed and removed", async () => {
    const { context } = handled();
    await handler("function:Function").create({ ...INPUTS, publish: true }, context);
    const alias = handler("alias:Alias");
    const aliasInputs = { name: "live", functionName: "echo-1234567", functionVersion: "1" };
    const made = await alias.create(aliasInputs, context);
    expect(made.id).to.equal(`${FUNCTION}:live`);
    await alias.update?.(made.id, made.outputs, { ...aliasInputs, functionVersion: "$LATEST" }, context);
    expect((await alias.read(made.id, context))?.inputs).to.include({ functionVersion: "$LATEST" });

    const config = handler("functionEventInvokeConfig:FunctionEventInvokeConfig");
    const configInputs = { functionName: FUNCTION, qualifier: "live", maximumRetryAttempts: 1 };
    const set = await config.create(configInputs, context);
    expect(set.id).to.equal(`${FUNCTION}:live`);
    expect((await config.read(set.id, context))?.inputs).to.deep.equal(configInputs);
    await config.delete(set.id, set.outputs, context);
    expect(await config.read(set.id, context)).to.equal(undefined);
    await alias.delete(made.id, made.outputs, context);
    expect(await alias.read(made.id, context)).to.equal(undefined);
  });

  it("EventSourceMapping: is made, read, changed and removed", async () => {
    const { context, environment } = handled();
    environment.use(createSqs);
    const queue = { QueueName: "payments", Attributes: { VisibilityTimeout: "60" } };
    await environment.aws.call("sqs", "CreateQueue", queue, { caller: OWNER });
    await handler("function:Function").create(INPUTS, context);
    const type = handler("eventSourceMapping:EventSourceMapping");
    const inputs: Properties = {
      eventSourceArn: "arn:aws:sqs:us-east-1:000000000000:payments",
      functionName: FUNCTION,
      functionResponseTypes: ["ReportBatchItemFailures"],
      batchSize: 5,
    };
    const { id, outputs } = await type.create(inputs, context);
    expect(outputs).to.deep.include({ uuid: id, functionArn: FUNCTION, state: "Enabled", enabled: true, batchSize: 5 });
    const changed = await type.update?.(
      id,
      outputs,
      { ...inputs, enabled: false, scalingConfig: { maximumConcurrency: 2 } },
      context,
    );
    expect(changed?.outputs).to.deep.include({ state: "Disabled", scalingConfig: { maximumConcurrency: 2 } });
    expect((await type.read(id, context))?.inputs).to.deep.include({ enabled: false, batchSize: 5 });
    await type.delete(id, outputs, context);
    expect(await type.read(id, context)).to.equal(undefined);
  });
});
