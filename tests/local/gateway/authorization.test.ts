import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import {
  connect,
  deployApi,
  FUNCTION_URI,
  fakeLambda,
  type Harness,
  LAMBDA_ROUTE,
  mockRoute,
  startGateway,
} from "./harness.ts";
import { refusal, statusOf, unnamed } from "./refusal.ts";

describe("Handshakes are authorized", () => {
  let harness: Harness;
  let answer: (event: JsonObject) => unknown = () => ({ statusCode: 200 });

  beforeEach(async () => {
    harness = await startGateway([fakeLambda((event) => answer(event))]);
  });

  afterEach(() => harness.stop());

  describe("with an authorizer", () => {
    const policy = (Resource: string, Effect = "Allow") => ({
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect, Resource }],
    });

    const denials: readonly (readonly [string, () => unknown, string, string | null])[] = [
      [
        "a Deny",
        () => ({ policyDocument: policy("*", "Deny") }),
        "403 Forbidden",
        "User is not authorized to access this resource with an explicit deny in an identity-based policy",
      ],
      [
        "nothing that allows",
        () => ({ policyDocument: policy("arn:aws:execute-api:*:*:*/prod/*") }),
        "403 Forbidden",
        "User is not authorized to access this resource because no identity-based policy allows the execute-api:Invoke action",
      ],
      ["no policy", () => ({ principalId: "me" }), "500 Internal Server Error", null],
      [
        "an error",
        () => {
          throw new Error("oops");
        },
        "500 Internal Server Error",
        "Internal server error",
      ],
    ];

    async function protectedApi(identity: string[] = ["route.request.querystring.token"]) {
      const { ApiId } = await harness.control("CreateApi", {
        Name: "test",
        ProtocolType: "WEBSOCKET",
        RouteSelectionExpression: "$request.body.action",
      });
      const api = { ApiId: String(ApiId) };
      const { AuthorizerId } = await harness.control("CreateAuthorizer", {
        ...api,
        Name: "gate",
        AuthorizerType: "REQUEST",
        AuthorizerUri: FUNCTION_URI,
        IdentitySource: identity,
      });
      const auth = { AuthorizationType: "CUSTOM", AuthorizerId: String(AuthorizerId) };
      const { IntegrationId } = await harness.control("CreateIntegration", { ...api, ...LAMBDA_ROUTE.integration });
      const target = { Target: `integrations/${IntegrationId}` };
      await harness.control("CreateRoute", { ...api, RouteKey: "$connect", ...target, ...auth });
      const { RouteId } = await harness.control("CreateRoute", { ...api, RouteKey: "$default", ...target });
      await harness.control("CreateRouteResponse", { ...api, RouteId: String(RouteId), RouteResponseKey: "$default" });
      const { DeploymentId } = await harness.control("CreateDeployment", api);
      await harness.control("CreateStage", { ...api, StageName: "dev", DeploymentId: String(DeploymentId) });
      return `${harness.url}/${ApiId}/dev`;
    }

    const verdicts: readonly (readonly [string, (event: JsonObject) => unknown, number])[] = [
      ["allowed", (event) => ({ principalId: "me", policyDocument: policy(String(event["methodArn"])) }), 101],
      ["denied", () => ({ principalId: "me", policyDocument: policy("*", "Deny") }), 403],
      [
        "another resource",
        () => ({ principalId: "me", policyDocument: policy("arn:aws:execute-api:*:*:*/dev/*/*") }),
        403,
      ],
      ["a policy without statements", () => ({ policyDocument: { Version: "2012-10-17" } }), 500],
      ["a statement without a resource", (event) => ({ policyDocument: policy(event["resource"] as string) }), 500],
      ["an effect that is none", () => ({ policyDocument: policy("*", "allow") }), 500],
      [
        "all actions but another",
        () => ({ policyDocument: { Statement: [{ Effect: "Allow", NotAction: "execute-api:Other", Resource: "*" }] } }),
        101,
      ],
      [
        "all resources but this",
        (event) => ({
          policyDocument: {
            Statement: { Effect: "Allow", Action: "*", NotResource: [String(event["methodArn"])] },
          },
        }),
        403,
      ],
      ["malformed answer", () => ({ statusCode: 401 }), 500],
      ["allowed without a principal", () => ({ policyDocument: policy("*") }), 101],
      ["allowed with a principal that is a number", () => ({ principalId: 1, policyDocument: policy("*") }), 101],
      ["a policy beside isAuthorized", () => ({ isAuthorized: true, policyDocument: policy("*") }), 500],
      ["a context within 8 KB", () => ({ policyDocument: policy("*"), context: { a: "x".repeat(7000) } }), 101],
      ["a longer context", () => ({ policyDocument: policy("*"), context: { a: "x".repeat(8192) } }), 500],
      ["nested context", () => ({ principalId: "me", policyDocument: policy("*"), context: { a: { b: 1 } } }), 500],
    ];
    for (const [name, verdict, status] of verdicts) {
      it(`${name}: ${status}`, async () => {
        answer = (event) => (event["type"] === "REQUEST" ? verdict(event) : { statusCode: 200 });
        expect(await statusOf(`${await protectedApi()}?token=t`)).to.equal(status);
      });
    }

    it("which says Unauthorized: 401; anything else it throws: 500", async () => {
      const url = `${await protectedApi()}?token=t`;
      for (const [message, status] of [
        ["Unauthorized", 401],
        ["oops", 500],
      ] as const) {
        answer = () => {
          throw new Error(message);
        };
        expect(await statusOf(url)).to.equal(status);
      }
    });

    it("without its identity source: 401, and it is not asked", async () => {
      const url = await protectedApi();
      expect(await statusOf(url)).to.equal(401);
      expect(await statusOf(`${url}?token=`)).to.equal(401);
      expect(harness.calls).to.have.lengthOf(0);
    });

    it("keeps its context for the life of the connection, as texts", async () => {
      const events: JsonObject[] = [];
      answer = (event) => {
        if (event["type"] === "REQUEST") {
          return { principalId: "me", policyDocument: policy("*"), context: { n: 1, b: true } };
        }
        events.push(event);
        return { statusCode: 200, body: "ok" };
      };
      const client = await connect(`${await protectedApi()}?token=t`);
      client.socket.send("hello");
      expect(await client.next()).to.equal("ok");
      client.socket.terminate();
      const seen = events.map(({ requestContext }) =>
        Object.entries((requestContext as JsonObject)["authorizer"] ?? {}),
      );
      // Buckets of a Java HashMap; the latency belongs to the handshake (events captured on AWS).
      expect(seen).to.deep.equal([
        [
          ["b", "true"],
          ["principalId", "me"],
          ["integrationLatency", 0],
          ["n", "1"],
        ],
        [
          ["b", "true"],
          ["principalId", "me"],
          ["n", "1"],
        ],
      ]);
      const keys = events.map(({ requestContext }) => Object.keys(requestContext as object).slice(0, 3));
      expect(keys).to.deep.equal([
        ["routeKey", "authorizer", "eventType"],
        ["routeKey", "authorizer", "messageId"],
      ]);
    });

    for (const [name, verdict, status, message] of denials) {
      it(`tells why: ${name}`, async () => {
        answer = verdict;
        const { pathname, search } = new URL(`${await protectedApi()}?token=t`);
        const refused = await refusal(harness.port, `${pathname}${search}`);
        expect({ status: refused.status, body: unnamed(refused.body) }).to.deep.equal({
          status,
          body: `{"message": ${JSON.stringify(message)}, "connectionId":"CONN", "requestId":"REQ"}`,
        });
      });
    }

    it("is not asked where a source is no identity", async () => {
      answer = (event) => (event["type"] === "REQUEST" ? { policyDocument: policy("*") } : { statusCode: 200 });
      expect(await statusOf(await protectedApi(["context.connectionId"]))).to.equal(101);
      expect(await statusOf(await protectedApi(["context.eventType"]))).to.equal(401);
    });

    it("sees the upgrade's headers and empty maps", async () => {
      let seen: JsonObject = {};
      answer = (event) => {
        if (event["type"] !== "REQUEST") return { statusCode: 200 };
        seen = event;
        return { principalId: "me", policyDocument: policy("*") };
      };
      expect(await statusOf(await protectedApi([]))).to.equal(101);
      expect(Object.keys(seen)).to.deep.equal(
        "type methodArn headers multiValueHeaders queryStringParameters multiValueQueryStringParameters stageVariables requestContext".split(
          " ",
        ),
      );
      expect(seen["headers"]).to.include({ Connection: "upgrade", Upgrade: "websocket", "content-length": "0" });
      expect(seen["queryStringParameters"]).to.deep.equal({});
    });
  });

  describe("with AWS_IAM", () => {
    const signed = (key: string) => ({
      headers: {
        Authorization: `AWS4-HMAC-SHA256 Credential=${key}/20240110/us-east-1/execute-api/aws4_request, Signature=0`,
      },
    });

    const WHO = {
      Arn: "arn:aws:sts::000000000000:assumed-role/gateway/test",
      UserId: "AROA1:test",
      Account: "000000000000",
    };

    it("shows who signed", async () => {
      await harness.stop();
      const events: JsonObject[] = [];
      const lambda = fakeLambda((event) => {
        events.push(event);
        return { statusCode: 200 };
      });
      harness = await startGateway([lambda, { id: "sts", operations: { GetCallerIdentity: () => WHO } }]);
      const protection = { route: { AuthorizationType: "AWS_IAM" } };
      const { url } = await deployApi(harness, [{ key: "$connect", ...LAMBDA_ROUTE, ...protection }]);
      expect(await statusOf(url, signed("ASIAROLE"))).to.equal(101);
      const [event = {}] = events;
      const { identity } = event["requestContext"] as JsonObject;
      expect(Object.entries(identity as object)).to.deep.equal([
        ["userArn", WHO.Arn],
        ["accountId", WHO.Account],
        ["caller", WHO.UserId],
        ["sourceIp", "127.0.0.1"],
        ["accessKey", "ASIAROLE"],
        ["user", WHO.UserId],
      ]);
    });

    it("needs a signature and the permission", async () => {
      await harness.stop();
      harness = await startGateway([{ id: "sts", operations: { GetCallerIdentity: () => WHO } }]);
      const { url } = await deployApi(harness, [
        mockRoute("$connect", undefined, { route: { AuthorizationType: "AWS_IAM" } }),
      ]);
      expect(await statusOf(url)).to.equal(403);
      expect(await statusOf(url, signed("AKIAOWNER"))).to.equal(101);
      expect(await statusOf(url, signed("ASIAROLE"))).to.equal(101);
      harness.refused.add("execute-api:Invoke");
      expect(await statusOf(url, signed("ASIAROLE"))).to.equal(403);
    });
  });
});
