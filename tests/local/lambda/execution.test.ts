import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { AwsError } from "../../../local/aws/error.ts";
import type { Guard } from "../../../local/aws/router.ts";
import { virtualClock } from "../../../local/clock/virtual-clock.ts";
import { ROLE, stopAll, subject, zip } from "./support.ts";

const ECHO = { "index.mjs": "export const handler = async (event) => event;" };

describe("A function", () => {
  afterEach(stopAll);

  it("handles an event and answers", async () => {
    const { call, create, invoke } = subject();
    const made = await create("echo", ECHO);
    expect(made).to.include({
      FunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:echo",
      State: "Pending",
      StateReason: "The function is being created.",
      StateReasonCode: "Creating",
      Timeout: 3,
      MemorySize: 128,
    });
    expect(made).to.not.have.property("LastUpdateStatus");
    const ready = { State: "Active", LastUpdateStatus: "Successful" };
    expect(await call("GetFunctionConfiguration", { FunctionName: "echo" })).to.include(ready);
    const updated = await call("UpdateFunctionConfiguration", { FunctionName: "echo", Timeout: 4 });
    expect(updated).to.include({ State: "Active", LastUpdateStatus: "InProgress", Timeout: 4 });
    const event = { text: 'it\'s "quoted" \\ ok ☕', deep: [{ n: 1 }] };
    expect(await invoke("echo", event)).to.deep.include({ status: 200, error: undefined, payload: event });
  });

  it("is found in CommonJS, in ES modules by package.json, in a folder and behind a nested export", async () => {
    const { create, invoke } = subject();
    await create("a", { "index.js": "exports.handler = () => 'plain value'" });
    await create("b", {
      "index.js": "export const handler = () => import.meta.filename.slice(-8)",
      "package.json": '{"type":"module"}',
    });
    await create(
      "c",
      { "src/app.mjs": "export const api = { post: async () => 'nested' }" },
      { Handler: "src/app.api.post" },
    );
    await create("d", {
      "index.mjs": "import { value } from './lib/value.mjs'; export const handler = async () => value",
      "lib/value.mjs": "export const value = await Promise.resolve(7)",
    });
    const answers = [];
    for (const name of ["a", "b", "c", "d"]) answers.push((await invoke(name)).payload);
    expect(answers).to.deep.equal(["plain value", "index.js", "nested", 7]);
  });

  it("sees AWS's context and environment", async () => {
    const { create, invoke, environment } = subject();
    const source = `export const handler = async (event, context) => ({
      ...context, left: context.getRemainingTimeInMillis() > 2000, env: process.env, now: new Date().toISOString(), day: Date().length > 0 })`;
    await create("seer", { "index.mjs": source }, { Environment: { Variables: { TABLE: "Orders" } }, MemorySize: 256 });
    const { payload } = await invoke("seer", {}, { Qualifier: "$LATEST" });
    const seen = payload as Record<string, unknown> & { env: Record<string, string> };
    expect(seen).to.include({
      functionName: "seer",
      functionVersion: "$LATEST",
      memoryLimitInMB: "256",
      invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:seer:$LATEST",
      logGroupName: "/aws/lambda/seer",
      left: true,
      now: new Date(environment.clock.now()).toISOString().slice(0, 19) + seen["now"]?.toString().slice(19),
    });
    expect(seen["logStreamName"]).to.match(/^2024\/01\/10\/\[\$LATEST\][0-9a-f]{32}$/);
    expect(seen.env).to.include({
      TABLE: "Orders",
      AWS_REGION: "us-east-1",
      AWS_LAMBDA_FUNCTION_NAME: "seer",
      AWS_ACCESS_KEY_ID: "ASIATEST",
      AWS_ENDPOINT_URL: "http://localhost:4900",
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    });
  });

  it("sees a caller's context, without what it is traced by", async () => {
    const { create, invoke } = subject();
    const source = "export const handler = async (e, { clientContext, w3c }) => ({ clientContext, w3c: w3c() })";
    await create("seer", { "index.mjs": source });
    const given = { custom: { a: 1 }, w3c: { traceparent: "00-1-2-01", tracestate: 5, other: "x" } };
    const ClientContext = Buffer.from(JSON.stringify(given)).toString("base64");
    const seen = { clientContext: { custom: { a: 1 } }, w3c: { traceparent: "00-1-2-01" } };
    expect((await invoke("seer", {}, { ClientContext })).payload).to.deep.equal(seen);
    expect((await invoke("seer")).payload).to.deep.equal({ w3c: {} });
  });

  it("writes its log as AWS does, as text and as JSON", async () => {
    const { create, invoke, log, environment } = subject();
    const source =
      "console.log('loading'); export const handler = async (e) => { console.warn('careful %d', 5); console.debug({ a: 1 }); process.stdout.write('raw'); return 1 }";
    await create("text", { "index.mjs": source });
    const { log: tail } = await invoke("text");
    const shape = tail
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
      .replace(/[\d.]+ (ms|MB)/g, "N $1");
    expect(shape.split("\n").filter((line) => line !== "raw")).to.deep.equal([
      "START RequestId: ID Version: $LATEST",
      "TIME\tID\tWARN\tcareful 5",
      "TIME\tID\tDEBUG\t{ a: 1 }",
      "END RequestId: ID",
      "REPORT RequestId: ID\tDuration: N ms\tBilled Duration: N ms\tMemory Size: N MB\tMax Memory Used: N MB\tInit Duration: N ms\t",
    ]);
    await environment.clock.idle();
    expect(log()[0]).to.match(/^INIT_START Runtime Version: nodejs:24/);
    expect(log().some((line) => line.endsWith("\t-\tINFO\tloading"))).to.equal(true);

    await create("json", { "index.mjs": source }, { LoggingConfig: { LogFormat: "JSON" } });
    const lines = (await invoke("json")).log.split("\n").filter((line) => line.startsWith("{"));
    const parsed = lines.map((line) => JSON.parse(line));
    expect(parsed.map((line) => line.type ?? line.level)).to.deep.equal(["platform.start", "WARN", "platform.report"]);
    expect(parsed[1]).to.include({ message: "careful 5" });
  });

  it("runs on without a log when its role may not write one, and says so once", async () => {
    const { create, invoke, environment } = subject({ services: { logs: [] } });
    await create("echo", ECHO);
    await invoke("echo", 1);
    await environment.clock.idle();
    expect((await invoke("echo", 2)).payload).to.equal(2);
    await environment.clock.idle();
    expect(environment.lines.filter((line) => line.includes("nothing more is logged"))).to.have.length(1);
  });

  it("is cut off when its time is over", async () => {
    const threads = virtualClock();
    const { create, invoke, log } = subject({ threadClock: threads });
    await create(
      "slow",
      { "index.mjs": "console.log('loaded'); export const handler = () => new Promise(() => {})" },
      { Timeout: 2 },
    );
    const answer = invoke("slow");
    while (!log().some((line) => line.startsWith("START"))) await new Promise(setImmediate);
    await threads.advance(2000);
    const { payload, error } = await answer;
    const failure = payload as { errorType: string; errorMessage: string };
    expect(error).to.equal("Unhandled");
    expect(failure.errorType).to.equal("Sandbox.Timedout");
    expect(failure.errorMessage).to.match(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 2\.00 seconds$/);
  });

  it("keeps its state from event to event, and loses it when its settings change", async () => {
    const { create, invoke, call } = subject();
    await create("count", { "index.mjs": "let n = 0; export const handler = async () => `${process.env.X}${++n}`" });
    expect((await invoke("count")).payload).to.equal("undefined1");
    expect((await invoke("count")).payload).to.equal("undefined2");
    await call("UpdateFunctionConfiguration", {
      FunctionName: "count",
      Environment: { Variables: { XX: "", X1: "" } },
    });
    expect((await invoke("count")).payload).to.equal("undefined1");
  });

  it("runs several at once when each waits, and each environment handles one event at a time", async () => {
    const { create, invoke } = subject();
    const source = `let busy = 0; let most = 0;
      export const handler = async () => { most = Math.max(most, ++busy); await new Promise((r) => setTimeout(r, 60)); busy--; return most }`;
    await create("waits", { "index.mjs": source });
    const answers = await Promise.all(Array.from({ length: 6 }, () => invoke("waits")));
    expect(answers.map(({ payload }) => payload)).to.deep.equal([1, 1, 1, 1, 1, 1]);
  });

  it("is refused beyond its reserved concurrency", async () => {
    const { create, invoke, call, refusal } = subject();
    await create("one", { "index.mjs": "export const handler = () => new Promise((r) => setTimeout(r, 50, 1))" });
    await call("PutFunctionConcurrency", { FunctionName: "one", ReservedConcurrentExecutions: 1 });
    const first = invoke("one");
    const error = await refusal("Invoke", { FunctionName: "one" });
    expect([error.code, error.status, error.message, error.fields["Reason"]]).to.deep.equal([
      "TooManyRequestsException",
      429,
      "Rate Exceeded.",
      "ReservedFunctionConcurrentInvocationLimitExceeded",
    ]);
    expect((await first).payload).to.equal(1);
  });

  it("reaches the local endpoint by any AWS host, whatever it is asked through", async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.end("ok");
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as AddressInfo;
    const source = `import https, { request } from "node:https";
      const ask = (send) => new Promise((resolve) => send((response) => { response.resume(); response.on("end", resolve) }).end());
      export const handler = async () => {
        const options = { host: "abc123.execute-api.us-east-1.amazonaws.com", path: "/dev/%40connections/x", method: "POST" };
        await ask((done) => request(options, done));
        await ask((done) => https.get("https://dynamodb.us-east-1.amazonaws.com/", done));
        await (await fetch("https://abc123.execute-api.us-east-1.amazonaws.com/dev/y?a=1", { method: "PUT" })).text();
        await ask((done) => request({ hostname: "SQS.US-EAST-1.AMAZONAWS.COM", path: "/in-capitals" }, done));
        for (const host of ["lambda.us-east-1.api.aws", "sns.cn-north-1.amazonaws.com.cn"]) {
          await ask((done) => https.get("https://" + host + "/" + host, done));
        }
        return "done";
      }`;
    const { create, invoke, environment } = subject();
    Object.assign(environment, { endpointUrl: `http://localhost:${port}` });
    try {
      await create("caller", { "index.mjs": source });
      expect((await invoke("caller")).payload).to.equal("done");
      expect(seen).to.deep.equal([
        "POST /abc123/dev/%40connections/x",
        "GET /",
        "PUT /abc123/dev/y?a=1",
        "GET /in-capitals",
        "GET /lambda.us-east-1.api.aws",
        "GET /sns.cn-north-1.amazonaws.com.cn",
      ]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it("is refused when Lambda cannot assume its role", async () => {
    const guard: Guard = {
      authorize: () => ({ allowed: true }),
      assumeRole: () => {
        throw new AwsError("AccessDenied", "lambda.amazonaws.com is not trusted");
      },
      issueCredentials: () => ({ accessKeyId: "A", secretAccessKey: "s", sessionToken: "t" }),
      resolveCredentials: () => undefined,
    };
    const { refusal, environment } = subject({ guard });
    const settings = { FunctionName: "f", Role: ROLE, Runtime: "nodejs24.x", Handler: "index.handler" };
    const error = await refusal("CreateFunction", { ...settings, Code: { ZipFile: zip(ECHO) } });
    expect([error.code, error.message]).to.deep.equal([
      "InvalidParameterValueException",
      "The role defined for the function cannot be assumed by Lambda.",
    ]);
    expect(environment.lines).to.deep.equal(["warn lambda: f: lambda.amazonaws.com is not trusted"]);
  });
});
