import { type AttributeValue, GetItemCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { ListQueuesCommand, type Message, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { logEvents } from "./log-events.ts";
import { denied, unreachable } from "./outage.ts";
import { eventually, isDeployed, openStack, type Stack } from "./stack.ts";
import { type Conversation, connect } from "./wscat.ts";

const STATUSES = [
  "order accepted",
  "order is now being prepared",
  "order is undergoing the baking process",
  "order is packed",
  "order is sent for delivery",
  "order delivered",
];
const frameOf = (status: string): string =>
  `{"type":"CHANGED_EVENT","message":"{\\"name\\":\\"STATUS_CHANGED_EVENT\\",\\"status\\":\\"${status}\\"}"}`;

/** In the function's name. */
const NOTIFIER = "pizza-notifier";

/** For what changes how the stack runs, or needs hours. */
const locally = isDeployed ? it.skip : it;

describe("end to end: the pizza bar (reference 003)", function () {
  this.timeout(180_000);
  let stack: Stack;
  let client: Conversation;

  before(async () => {
    stack = await openStack();
  });
  after(() => stack?.stop());
  beforeEach(async () => {
    client = await connect(stack.output("webSocketUrl"));
  });
  afterEach(() => client.close());

  const order = async (pizza: string): Promise<string> => {
    client.say({ action: "orderPizza", data: { pizza, size: "L" } });
    const accepted = await client.hear();
    expect(accepted).to.match(/^\{"executionArn":"[^"]+","startDate":\d\.\d+E9\}$/);
    return String(JSON.parse(accepted)["executionArn"]).split(":").at(-1) ?? "";
  };
  const stored = async (orderId: string): Promise<Readonly<Record<string, AttributeValue>>> => {
    const { Item: item } = await stack.dynamodb.send(
      new GetItemCommand({
        TableName: stack.output("ordersTableName"),
        Key: { orderId: { S: orderId } },
        ConsistentRead: true,
      }),
    );
    return item ?? {};
  };
  /** Waits until the notifier has done with a status: it notes down what it has pushed. */
  const pushed = (orderId: string, sequence: number): Promise<true> =>
    eventually(
      stack,
      async () => (Number((await stored(orderId))["notified"]?.N) === sequence ? true : undefined),
      `the push of status ${sequence}`,
    );

  it("tells the customer six times, in order, waitSeconds apart", async () => {
    const orderId = await order("margherita");
    for (const status of STATUSES) expect(await client.hear()).to.equal(frameOf(status));
    const executionArn = `${stack.output("pizzaOrderArn").replace(":stateMachine:", ":execution:")}:${orderId}`;
    const seconds = await eventually(
      stack,
      async () => {
        const { startDate, stopDate } = await stack.states.send(new DescribeExecutionCommand({ executionArn }));
        return stopDate === undefined ? undefined : (Number(stopDate) - Number(startDate)) / 1000;
      },
      "the end of the workflow",
    );
    expect(seconds).to.be.within(25, isDeployed ? 40 : 26);
  });

  it("keeps two pizzas of one connection apart", async () => {
    client.say({ action: "orderPizza", data: { pizza: "funghi", size: "S" } });
    client.say({ action: "orderPizza", data: { pizza: "funghi", size: "S" } });
    const frames: string[] = [];
    for (let index = 0; index < 14; index++) frames.push(await client.hear());
    for (const status of STATUSES) {
      expect(
        frames.filter((frame) => frame === frameOf(status)),
        status,
      ).to.have.length(2);
    }
    const ids = frames.flatMap((frame) => /execution:[^:]+:([^"]+)"/.exec(frame)?.[1] ?? []);
    expect(new Set(ids).size).to.equal(2);
    for (const id of ids) {
      await pushed(id, STATUSES.length);
      const item = await stored(id);
      expect(item["status"]?.S).to.equal("order delivered");
      expect(item["orderDetails"]?.S).to.equal('{"pizza":"funghi","size":"S"}');
    }
  });

  it("streams every change of the orders table with both images", async () => {
    const { Streams: streams } = await stack.streams.send(
      new ListStreamsCommand({ TableName: stack.output("ordersTableName") }),
    );
    const arn = streams?.[0]?.StreamArn;
    const { StreamDescription: description } = await stack.streams.send(new DescribeStreamCommand({ StreamArn: arn }));
    expect(description?.StreamViewType).to.equal("NEW_AND_OLD_IMAGES");
    const { ShardIterator: iterator } = await stack.streams.send(
      new GetShardIteratorCommand({
        StreamArn: arn,
        ShardId: description?.Shards?.[0]?.ShardId,
        ShardIteratorType: "TRIM_HORIZON",
      }),
    );
    const { Records: records } = await stack.streams.send(new GetRecordsCommand({ ShardIterator: iterator }));
    const changes = (records ?? []).filter((record) => record.eventName === "MODIFY");
    expect(changes.length).to.be.greaterThan(0);
    expect(changes[0]?.dynamodb).to.include.keys("OldImage", "NewImage");
  });

  /** The detail of the events that the workflow puts. */
  const detail = (orderId: string, connectionId: string, sequence: number) => ({
    target: "LAMBDA to notify user via WebSocket",
    connectionId,
    status: STATUSES[sequence - 1],
    orderDetails: { pizza: "by hand" },
    orderId,
    sequence,
  });
  const put = async (entry: object): Promise<void> => {
    const { FailedEntryCount: failed } = await stack.events.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: stack.output("eventBusName"),
            Source: "WebsocketEvent",
            DetailType: "OrderStatusChangedEvent",
            Detail: JSON.stringify(entry),
          },
        ],
      }),
    );
    expect(failed).to.equal(0);
  };
  const whoAmI = async (): Promise<string> => {
    client.send("who am I");
    return String(((await client.hearJson())["requestContext"] as Record<string, unknown>)["connectionId"]);
  };

  it("logs every event of the bus, with the detail of the reference", async () => {
    const bus = stack.output("eventBusName").replace(/-[^-]*$/, "");
    const orderId = await order("quattro stagioni");
    for (const status of STATUSES) expect(await client.hear()).to.equal(frameOf(status));
    await put({ ...detail(`${orderId}-other`, "", 1), status: undefined, note: "no status" });
    const messages = await eventually(
      stack,
      async () => {
        const found = (await logEvents(stack, `/${bus}`)).filter((message) => message.includes(orderId));
        return found.length === 7 ? found : undefined;
      },
      "seven events in the log",
    );
    const events: { readonly detail: Readonly<Record<string, unknown>> }[] = messages.map((text) => JSON.parse(text));
    const first = events.find((event) => event.detail["status"] === "order accepted");
    expect(first).to.include({ version: "0", "detail-type": "OrderStatusChangedEvent", source: "WebsocketEvent" });
    const connectionId = String(first?.detail["connectionId"]);
    expect(first?.detail).to.deep.equal({
      ...detail(orderId, connectionId, 1),
      orderDetails: { pizza: "quattro stagioni", size: "L" },
    });
    expect(connectionId).to.match(/^[A-Za-z0-9_-]{15}=$/);
  });

  it("pushes an event once that comes twice", async () => {
    const [orderId, connectionId] = [`twice-${Date.now()}`, await whoAmI()];
    await put(detail(orderId, connectionId, 1));
    expect(await client.hear()).to.equal(frameOf("order accepted"));
    await pushed(orderId, 1);
    await put(detail(orderId, connectionId, 1));
    await put(detail(orderId, connectionId, 2));
    expect(await client.hear()).to.equal(frameOf("order is now being prepared"));
    await pushed(orderId, 2);
    expect(client.unheard()).to.deep.equal([]);
  });

  it("moves no order backwards when an older event comes late", async () => {
    const [orderId, connectionId] = [`late-${Date.now()}`, await whoAmI()];
    await put(detail(orderId, connectionId, 4));
    expect(await client.hear()).to.equal(frameOf("order is packed"));
    await pushed(orderId, 4);
    await put(detail(orderId, connectionId, 2));
    await put(detail(orderId, connectionId, 5));
    expect(await client.hear()).to.equal(frameOf("order is sent for delivery"));
    await pushed(orderId, 5);
    expect(client.unheard()).to.deep.equal([]);
    expect((await stored(orderId))["status"]?.S).to.equal("order is sent for delivery");
  });

  it("records the statuses of a customer who has left", async () => {
    const [orderId, connectionId] = [`left-${Date.now()}`, await whoAmI()];
    await client.close();
    await put(detail(orderId, connectionId, 1));
    await pushed(orderId, 1);
    expect((await stored(orderId))["status"]?.S).to.equal("order accepted");
    client = await connect(stack.output("webSocketUrl"));
  });

  /** Waits until the notifier's log has something. */
  const notifierLogged = (text: string): Promise<true> => {
    const ask = async (): Promise<true | undefined> =>
      (await logEvents(stack, NOTIFIER)).some((message) => message.includes(text)) ? true : undefined;
    return eventually(stack, ask, text);
  };

  for (const { action, what } of [
    { action: "dynamodb:UpdateItem", what: "the orders table" },
    { action: "execute-api:ManageConnections", what: "the connections" },
  ]) {
    locally(`tries again, a minute later, when ${what} cannot be used, and pushes once`, async () => {
      const [orderId, connectionId] = [`again-${action}`, await whoAmI()];
      const clock = stack.runtime?.clock;
      const before = clock?.now() ?? 0;
      const hold = clock?.hold();
      await denied(stack, NOTIFIER, action, async () => {
        await put(detail(orderId, connectionId, 1));
        await notifierLogged(action);
        // The function lives in the stack's time, and its SDK sees no skewed clock to try again for.
        expect(stack.lines.filter((line) => line.includes(`may not ${action}`))).to.have.length(1);
      });
      hold?.release();
      expect(await client.hear()).to.equal(frameOf("order accepted"));
      await pushed(orderId, 1);
      expect((clock?.now() ?? 0) - before).to.be.within(60_000, 62_000);
      expect(client.unheard()).to.deep.equal([]);
    });
  }

  /** The dead letter that is about an order. */
  const deadLetter = async (queueName: string, orderId: string): Promise<Message> => {
    const { QueueUrls: urls = [] } = await stack.sqs.send(new ListQueuesCommand({ QueueNamePrefix: queueName }));
    const receive = new ReceiveMessageCommand({ QueueUrl: urls[0], MessageAttributeNames: ["All"] });
    const ask = async (): Promise<Message | undefined> =>
      (await stack.sqs.send(receive)).Messages?.find(({ Body: text }) => text?.includes(orderId));
    return eventually(stack, ask, "the dead letter");
  };
  const putAgain = async (orderId: string, error: string, letter: Message, attribute: string): Promise<void> => {
    expect(letter.MessageAttributes?.[attribute]?.StringValue).to.match(new RegExp(error));
    const { detail: lost } = JSON.parse(letter.Body ?? "{}") as { detail: object };
    expect(await stored(orderId)).to.deep.equal({});
    await put(lost);
    expect(await client.hear()).to.equal(frameOf("order accepted"));
  };

  locally(
    "loses no event that the notifier fails on three times: it is a dead letter that can be put again",
    async () => {
      const [orderId, connectionId] = [`failed-${Date.now()}`, await whoAmI()];
      let letter: Message = {};
      await denied(stack, NOTIFIER, "dynamodb:UpdateItem", async () => {
        await put(detail(orderId, connectionId, 1));
        letter = await deadLetter("pizza-failed-events", orderId);
      });
      await putAgain(orderId, "not authorized.*dynamodb:UpdateItem", letter, "ErrorMessage");
    },
  );

  locally("loses no event that the notifier cannot be given: it is a dead letter that can be put again", async () => {
    const [orderId, connectionId] = [`undelivered-${Date.now()}`, await whoAmI()];
    let letter: Message = {};
    await unreachable(stack, NOTIFIER, async () => {
      await put(detail(orderId, connectionId, 1));
      letter = await deadLetter("pizza-undelivered-events", orderId);
    });
    await putAgain(orderId, "NO_PERMISSIONS", letter, "ERROR_CODE");
  });
});
