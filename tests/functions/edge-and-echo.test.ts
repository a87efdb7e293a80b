import { expect } from "chai";
import { handler as echo } from "../../functions/echo.ts";
import { handler as viewerRequest } from "../../functions/viewer-request.ts";

describe("the viewer-request function", () => {
  it("moves the path to ws-uri", () => {
    const request = { uri: "/this/is/my/custom/path/", headers: { host: { value: "d111.cloudfront.net" } } };
    expect(viewerRequest({ request })).to.deep.equal({
      uri: "/",
      headers: { host: { value: "d111.cloudfront.net" }, "ws-uri": { value: "/this/is/my/custom/path/" } },
    });
  });

  it("overwrites what the client sent as ws-uri", () => {
    const request = { uri: "/real", headers: { "ws-uri": { value: "/forged" } } };
    expect(viewerRequest({ request }).headers["ws-uri"]).to.deep.equal({ value: "/real" });
  });
});

describe("the echo function", () => {
  it("answers with the event and with how it ran", async () => {
    const context = {
      functionName: "echo",
      functionVersion: "$LATEST",
      invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:echo",
      memoryLimitInMB: "256",
      awsRequestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
      logGroupName: "/aws/lambda/echo",
      logStreamName: "2024/01/10/[$LATEST]0",
    };
    const { statusCode, body } = await echo({ body: "any string", requestContext: { routeKey: "$default" } }, context);
    expect(statusCode).to.equal(200);
    expect(JSON.parse(body)).to.deep.equal({
      body: "any string",
      requestContext: { routeKey: "$default" },
      execution: context,
    });
  });
});
