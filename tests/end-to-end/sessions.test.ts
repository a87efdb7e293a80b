import { type AttributeValue, GetItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { eventually, openStack, type Stack } from "./stack.ts";
import { connect, HandshakeRefused } from "./wscat.ts";

type Item = Record<string, AttributeValue>;

describe("end to end: sessions (reference 002)", function () {
  this.timeout(60_000);
  let stack: Stack;

  before(async () => {
    stack = await openStack();
  });
  after(() => stack?.stop());

  const sessions = async (): Promise<Item[]> => {
    const { Items: items } = await stack.dynamodb.send(
      new ScanCommand({ TableName: stack.output("sessionsTableName"), ConsistentRead: true }),
    );
    return items ?? [];
  };
  const sessionWith = async (query: string): Promise<Item> =>
    eventually(
      stack,
      async () => (await sessions()).find((item) => item["querystring"]?.M?.["customer"]?.S === query),
      `the session of customer ${query}`,
    );
  const gone = (item: Item): Promise<true> =>
    eventually(
      stack,
      async () => {
        const { Item: found } = await stack.dynamodb.send(
          new GetItemCommand({
            TableName: stack.output("sessionsTableName"),
            Key: { connectionId: item["connectionId"] as AttributeValue },
            ConsistentRead: true,
          }),
        );
        return found === undefined ? true : undefined;
      },
      "the session's end",
    );

  it("stores who connected, with headers and query string intact, and a TTL in seconds", async () => {
    const note = `it's "quoted" \\ ok`;
    const client = await connect(`${stack.output("webSocketUrl")}?customer=42`, { "x-note": note });
    const item = await sessionWith("42");
    expect(item["connectionId"]?.S).to.match(/^[A-Za-z0-9_-]{15}=$/);
    expect(item["domainName"]?.S).to.match(/^[a-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com$/);
    expect(item["stage"]?.S).to.equal(stack.output("webSocketUrl").split("/").at(-1));
    expect(item["path"]?.S).to.equal("/");
    expect(item["headers"]?.M?.["x-note"]?.S).to.equal(note);
    const connectedAt = Number(item["connectedAt"]?.N);
    const ttl = Number(item["ttl"]?.N);
    expect(ttl - Math.floor(connectedAt / 1000)).to.be.within(24 * 3600 - 1, 24 * 3600 + 1);
    await client.close();
    await gone(item);
  });

  it("keeps quotes, backslashes and non-ASCII text of a query string", async () => {
    const value = `"a\\b" 'c' é ü 🍕 \u0001 $context.connectionId #set($x = 1)`;
    const client = await connect(`${stack.output("webSocketUrl")}?customer=q&note=${encodeURIComponent(value)}`);
    const item = await sessionWith("q");
    expect(item["querystring"]?.M?.["note"]?.S).to.equal(value);
    await client.close();
    await gone(item);
  });

  it("does not let a client forge the path", async () => {
    const url = `${stack.output("webSocketUrl")}?customer=forger&ws-uri=/admin&Ws-Uri=/admin`;
    const client = await connect(url, { "ws-uri": "/admin", "x-origin-proof": "guess" });
    const item = await sessionWith("forger");
    expect(item["path"]?.S).to.equal("/");
    await client.close();
  });

  it("removes the session of a client that crashed", async () => {
    const client = await connect(`${stack.output("webSocketUrl")}?customer=crash`);
    const item = await sessionWith("crash");
    client.crash();
    await gone(item);
  });

  it("refuses a stage that does not exist", async () => {
    try {
      await connect(`${stack.output("webSocketUrl")}-nope`);
      expect.fail("it connected");
    } catch (error) {
      if (!(error instanceof HandshakeRefused)) throw error;
      expect(error.status).to.equal(403);
    }
  });

  it("tells plain HTTP that it is a WebSocket API", async () => {
    const response = await fetch(stack.output("webSocketUrl").replace(/^ws/, "http"));
    expect(response.status).to.be.oneOf([403, 426]);
  });
});
