import { type AttributeValue, ScanCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { eventually, openStack, type Stack } from "./stack.ts";
import { connect } from "./wscat.ts";

type Item = Record<string, AttributeValue>;

describe("end to end: paths at the edge (reference 002)", function () {
  this.timeout(120_000);
  let stack: Stack;

  before(async function () {
    stack = await openStack({ edge: "true" });
    // A deployed stack has an edge only if it was configured with one.
    if (!stack.has("edgeUrl")) this.skip();
  });
  after(() => stack?.stop());

  const session = (query: string): Promise<Item> =>
    eventually(
      stack,
      async () => {
        const { Items: items } = await stack.dynamodb.send(
          new ScanCommand({ TableName: stack.output("sessionsTableName"), ConsistentRead: true }),
        );
        return items?.find((item) => item["querystring"]?.M?.["my_query"]?.S === query);
      },
      `the session with my_query=${query}`,
    );

  it("keeps the path, the headers and the query string of a client", async () => {
    const url = `${stack.output("edgeUrl")}/this/is/my/custom/path/?my_query=foo`;
    const client = await connect(url, { "x-note": "at the edge" });
    const item = await session("foo");
    expect(item["path"]?.S).to.equal("/this/is/my/custom/path/");
    expect(item["headers"]?.M?.["x-note"]?.S ?? item["headers"]?.M?.["X-Note"]?.S).to.equal("at the edge");
    expect(JSON.stringify(item)).to.not.match(/x-origin-proof/i);
    client.send("hello through the edge");
    expect((await client.hearJson())["body"]).to.equal("hello through the edge");
    await client.close();
  });

  it("does not believe a path that the client claims in a header or parameter", async () => {
    const url = `${stack.output("edgeUrl")}/real?my_query=claimed&ws-uri=/forged&Ws-Uri=/forged`;
    const client = await connect(url, { "ws-uri": "/forged", "Ws-Uri": "/forged", "x-origin-proof": "guess" });
    expect((await session("claimed"))["path"]?.S).to.equal("/real");
    await client.close();
  });

  it("gives a client that goes round the edge no path at all", async () => {
    const url = `${stack.output("webSocketUrl")}?my_query=direct`;
    const client = await connect(url, { "ws-uri": "/forged", "x-origin-proof": "guess" });
    expect((await session("direct"))["path"]?.S).to.equal("/");
    await client.close();
  });
});
