import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import { createLambda } from "../../../local/lambda/module.ts";
import { createLogs } from "../../../local/logs/module.ts";
import { type Served, serve } from "../../support/served.ts";
import { zip } from "./support.ts";

interface Refusal {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly payload?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly type: string;
  readonly body: JsonObject;
}

const CASES: readonly Refusal[] = JSON.parse(
  readFileSync(new URL("../../cases/lambda/refusals.json", import.meta.url), "utf8"),
);
const CREDENTIAL = "Credential=AKIDTEST/20240110/us-east-1/lambda/aws4_request";

describe("Lambda refuses, on the wire,", () => {
  let served: Served;
  const ask = async (
    method: string,
    path: string,
    payload?: string,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const response = await fetch(`${served.client.endpoint}${path}`, {
      method,
      headers: { authorization: `AWS4-HMAC-SHA256 ${CREDENTIAL}, SignedHeaders=host, Signature=0`, ...headers },
      ...(payload === undefined ? {} : { body: payload }),
    });
    return { status: response.status, type: response.headers.get("x-amzn-errortype"), body: await response.text() };
  };

  before(async () => {
    served = await serve(createLogs, createLambda);
    const made = await ask(
      "POST",
      "/2015-03-31/functions",
      JSON.stringify({
        ...{ FunctionName: "f", Role: "arn:aws:iam::000000000000:role/r", Runtime: "nodejs24.x" },
        ...{ Handler: "index.handler", Code: { ZipFile: zip({ "index.mjs": "export const handler = () => 1" }) } },
      }),
    );
    expect(made.status).to.equal(201);
    await ask("POST", "/2015-03-31/functions/f/aliases", '{"Name":"live","FunctionVersion":"$LATEST"}');
    await ask("POST", "/2015-03-31/functions/f/versions", "{}");
    await ask("POST", "/2015-03-31/functions/f/aliases", '{"Name":"pinned","FunctionVersion":"1"}');
  });
  after(() => served.close());

  for (const { name, method, path, payload, headers, status, type, body } of CASES) {
    it(name, async () => {
      expect(await ask(method, path, payload, headers)).to.deep.equal({ status, type, body: JSON.stringify(body) });
    });
  }

  for (const [kind, bytes, message] of [
    ["RequestResponse", 6_291_457, "Request must be smaller than 6291456 bytes for the InvokeFunction operation"],
    // faultline#12, hyp3#2241
    ["Event", 1_048_577, "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)"],
  ] as const) {
    it(`too large an event for the invocation type ${kind}`, async () => {
      const payload = `"${"x".repeat(bytes - 2)}"`;
      const answer = await ask("POST", "/2015-03-31/functions/f/invocations", payload, {
        "x-amz-invocation-type": kind,
      });
      expect(answer).to.deep.equal({
        status: 413,
        type: "RequestEntityTooLargeException",
        body: JSON.stringify({ Type: "User", message }),
      });
    });
  }
});
