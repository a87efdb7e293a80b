import {
  CloudFrontClient,
  CreateDistributionCommand,
  CreateFunctionCommand,
  PublishFunctionCommand,
  TestFunctionCommand,
} from "@aws-sdk/client-cloudfront";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { expect } from "chai";
import { errorPage, FUNCTION_FAILED } from "../../../local/edge/error-page.ts";
import { createEdge } from "../../../local/edge/module.ts";
import { createLogs } from "../../../local/logs/module.ts";
import { type Served, serve } from "../../support/served.ts";

const CONFIG = { Comment: "", Runtime: "cloudfront-js-2.0" } as const;
const REQUEST_ID = /^[\w-]{54}==$/;
const DISALLOWED = "The CloudFront function tried to add a disallowed header.";

describe("CloudFront's own answers", () => {
  let served: Served;
  let cloudfront: CloudFrontClient;

  beforeEach(async () => {
    served = await serve(createEdge, createLogs);
    cloudfront = new CloudFrontClient(served.client);
  });
  afterEach(() => served.close());

  const create = (code: string, Name = "at-viewer") =>
    cloudfront.send(new CreateFunctionCommand({ Name, FunctionConfig: CONFIG, FunctionCode: Buffer.from(code) }));

  /** Asks a distribution with the function in front of it. */
  const ask = async (code: string): Promise<{ response: Response; body: string; id: string }> => {
    const { ETag: IfMatch } = await create(code);
    const { FunctionSummary: summary } = await cloudfront.send(
      new PublishFunctionCommand({ Name: "at-viewer", IfMatch }),
    );
    const { Distribution: distribution } = await cloudfront.send(
      new CreateDistributionCommand({
        DistributionConfig: {
          CallerReference: "one",
          Comment: "",
          Enabled: true,
          Origins: {
            Quantity: 1,
            Items: [
              {
                Id: "api",
                DomainName: "abc.execute-api.us-east-1.amazonaws.com",
                CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "https-only" },
              },
            ],
          },
          DefaultCacheBehavior: {
            TargetOriginId: "api",
            ViewerProtocolPolicy: "allow-all",
            CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
            FunctionAssociations: {
              Quantity: 1,
              Items: [{ EventType: "viewer-request", FunctionARN: summary?.FunctionMetadata?.FunctionARN }],
            },
          },
        },
      }),
    );
    const id = distribution?.Id ?? "";
    const response = await fetch(`${served.client.endpoint}/${id}/somewhere`, { redirect: "manual" });
    return { response, body: await response.text(), id };
  };

  const own = (response: Response) => ({
    status: response.status,
    text: response.statusText,
    server: response.headers.get("server"),
    cache: response.headers.get("x-cache"),
    type: response.headers.get("content-type"),
  });

  it("show the page of a function that could not run", async () => {
    const { response, body } = await ask("function handler() { throw new Error('no'); }");
    expect(own(response)).to.deep.equal({
      status: 503,
      text: "Service Unavailable",
      server: "CloudFront",
      cache: "FunctionExecutionError from cloudfront",
      type: "text/html",
    });
    const id = response.headers.get("x-amz-cf-id") ?? "";
    expect(id).to.match(REQUEST_ID);
    expect(body).to.equal(errorPage(503, FUNCTION_FAILED, id));
    expect(response.headers.get("content-length")).to.equal(String(body.length));
  });

  it("show the page of a function that broke a rule", async () => {
    const { response, body } = await ask(
      "function handler(event) { event.request.headers['x-real-ip'] = { value: '1' }; return event.request; }",
    );
    expect(own(response)).to.deep.include({ status: 502, text: "Bad Gateway" });
    expect(own(response).cache).to.equal("FunctionValidationError from cloudfront");
    expect(body).to.equal(errorPage(502, DISALLOWED, response.headers.get("x-amz-cf-id") ?? ""));
  });

  it("say of a function's response that a function made it, under the request's id", async () => {
    const { response, body } = await ask(
      "function handler(event) { return { statusCode: 302, headers: { location: { value: event.context.requestId } } }; }",
    );
    expect(own(response)).to.deep.equal({
      status: 302,
      text: "Found",
      server: "CloudFront",
      cache: "FunctionGeneratedResponse from cloudfront",
      type: null,
    });
    expect(body).to.equal("");
    expect(response.headers.get("content-length")).to.equal("0");
    expect(response.headers.get("location")).to.match(REQUEST_ID).and.equal(response.headers.get("x-amz-cf-id"));
  });

  it("keep what a function logs between START and END", async () => {
    const { response, id } = await ask(
      "function handler(event) { console.log('seen', event.request.uri); return { statusCode: 204 }; }",
    );
    const requestId = response.headers.get("x-amz-cf-id");
    const logs = new CloudWatchLogsClient(served.client);
    const { events } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: "/aws/cloudfront/function/at-viewer" }),
    );
    expect(events?.map(({ message }) => message)).to.deep.equal([
      `${requestId} START DistributionID: ${id}`,
      `${requestId} seen /somewhere`,
      `${requestId} END`,
    ]);
    expect(events?.[0]?.logStreamName).to.match(/^2024\/1\/10\/[0-9a-f-]{36}$/);
  });

  it("tell from TestFunction what a function gives, logs and fails with", async () => {
    const { ETag: IfMatch } = await create(
      "function handler(event) {\n console.log('seen');\n if (event.request.uri === '/bad') throw new Error('no');\n return event.request.uri === '/own' ? { statusCode: 200 } : event.request;\n}",
    );
    const test = async (event: object) => {
      const EventObject = Buffer.from(JSON.stringify(event));
      const answer = await cloudfront.send(new TestFunctionCommand({ Name: "at-viewer", IfMatch, EventObject }));
      return answer.TestResult;
    };
    const request = { method: "GET", uri: "/", headers: {}, querystring: {}, cookies: {} };
    const passed = await test({ version: "1.0", request });
    expect(passed?.FunctionSummary?.Name).to.equal("at-viewer");
    expect(passed?.FunctionExecutionLogs).to.deep.equal(["seen"]);
    expect(passed?.FunctionErrorMessage).to.equal("");
    expect(passed?.ComputeUtilization).to.match(/^\d+$/);
    expect(JSON.parse(passed?.FunctionOutput ?? "")).to.deep.equal({ request });
    const own = await test({ version: "1.0", request: { ...request, uri: "/own" } });
    expect(own?.FunctionOutput).to.equal('{"response":{"statusCode":200}}');
    const failed = await test({ version: "1.0", request: { ...request, uri: "/bad" } });
    expect(failed?.FunctionErrorMessage).to.equal(`${FUNCTION_FAILED} Error: no in 3`);
    expect(failed?.FunctionOutput).to.equal("");
    const { ETag } = await create(
      "function handler(event) { event.request.headers['Up'] = { value: 'x' }; return event.request }",
      "upper",
    );
    const EventObject = Buffer.from(JSON.stringify({ version: "1.0", request }));
    const refused = await cloudfront.send(new TestFunctionCommand({ Name: "upper", IfMatch: ETag, EventObject }));
    expect(refused.TestResult?.FunctionOutput).to.equal("");
    expect(refused.TestResult?.FunctionErrorMessage).to.equal(
      "The CloudFront function returned an invalid value: request.headers must have header names in lower case.",
    );
  });
});
