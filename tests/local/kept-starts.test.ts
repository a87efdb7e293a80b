import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { WebSocket } from "ws";
import { virtualClock } from "../../local/clock/virtual-clock.ts";
import type { EngineEvent, Summary } from "../../local/engine/events.ts";
import { type Runtime, StartFailed, type StartOptions, start } from "../../local/runtime.ts";

const program = new URL("../fixtures/programs/kept", import.meta.url).pathname;
const waiting = new URL("../fixtures/programs/waiting", import.meta.url).pathname;
const NOON = Date.UTC(2024, 0, 10, 12);
const HOUR = 3_600_000;
/** How many resources the first version has, components included. */
const FIRST = 13;

describe("A start on a data directory", function () {
  // A program is a process of its own, and a busy machine may take its time to start one.
  this.timeout(120_000);

  let dataDir: string;
  let outside: Server;
  let asked: string[];

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "kept-"));
    asked = [];
    outside = createServer(({ url }, response) => {
      asked.push(url ?? "");
      response.end();
    });
    await new Promise<void>((resolve) => {
      outside.listen(0, "127.0.0.1", resolve);
    });
  });
  afterEach(() => {
    outside.close();
    outside.closeAllConnections();
    rmSync(dataDir, { recursive: true });
  });

  /** Starts a version of the program at a time, and tells what its deployment did. */
  async function begin(version: string, options: StartOptions = {}): Promise<Runtime & Pick<Summary, "changes">> {
    let changes: Summary["changes"] = {};
    const onEvent = (event: EngineEvent): void => {
      if (event.kind === "finished" && event.summary.operation === "up") changes = event.summary.changes;
      options.onEvent?.(event);
    };
    const url = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
    const config = { version, outside: url };
    const runtime = await start({ program, config, dataDir, clock: virtualClock(NOON), ...options, onEvent });
    return { ...runtime, changes };
  }

  async function refusal(version: string, options: StartOptions = {}): Promise<string> {
    const refused: unknown = await begin(version, options).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(StartFailed);
    return refused instanceof StartFailed ? refused.message : "";
  }

  /** Starts the first version, with an order in every place in which one can be when the runtime ends. */
  async function leaveOrders(): Promise<{ executionArn: string; apiId: unknown }> {
    const clock = virtualClock(NOON);
    const runtime = await begin("first", { clock });
    // No time passes any more: the execution waits.
    clock.hold();
    const { url, outputs } = runtime;
    const socket = new WebSocket(`${url.replace("http", "ws")}/${outputs["apiId"]}/prod`);
    await once(socket, "open");
    const { dynamodb, sqs, sfn } = clients(runtime);
    await dynamodb.send(new PutItemCommand({ TableName: "things", Item: { id: { S: "order" } } }));
    await sqs.send(new SendMessageCommand({ QueueUrl: String(outputs["queueUrl"]), MessageBody: "order" }));
    const stateMachineArn = String(outputs["machineArn"]);
    const { executionArn = "" } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    await runtime.stop();
    return { executionArn, apiId: outputs["apiId"] };
  }

  it("leaves nothing behind when the first program is wrong, and makes everything once it is mended", async () => {
    expect(await refusal("wrong-input")).to.equal(
      `The program could not be deployed. The data directory ${dataDir} is as it was.`,
    );
    expect(contents(dataDir)).to.deep.equal({});
    const right = await begin("first");
    expect(right.changes).to.deep.equal({ create: FIRST });
    await right.stop();
  });

  it("leaves everything as it was when an edit is wrong, and has no effects", async () => {
    const { executionArn, apiId } = await leaveOrders();
    const before = contents(dataDir);
    expect(Object.keys(before)).to.include("runtime.sqlite");
    for (const version of ["wrong-input", "throws"]) {
      // By now the execution's wait is over.
      const clock = virtualClock(NOON + 2 * HOUR);
      expect(await refusal(version, { clock }), version).to.match(/ is as it was\.$/);
      expect(contents(dataDir), version).to.deep.equal(before);
    }
    expect(asked).to.deep.equal([]);

    const clock = virtualClock(NOON + 2 * HOUR);
    const undone = await begin("first", { clock });
    expect(undone.changes).to.deep.equal({ same: FIRST });
    expect(undone.outputs["apiId"]).to.equal(apiId);
    const { dynamodb, sfn } = clients(undone);
    await clock.idle();
    expect((await dynamodb.send(new ScanCommand({ TableName: "things" }))).Items).to.deep.equal([
      { id: { S: "order" } },
    ]);
    expect((await sfn.send(new DescribeExecutionCommand({ executionArn }))).status).to.equal("SUCCEEDED");
    await undone.stop();
    expect(asked.sort()).to.deep.equal(["/ended", "/told"]);
  });

  it("goes on with every order once, with the program as it is then", async () => {
    const { executionArn } = await leaveOrders();
    const clock = virtualClock(NOON + 2 * HOUR);
    const edited = await begin("edited", { clock });
    expect(edited.changes).to.deep.equal({ same: 10, update: 2, create: 1, delete: 1 });
    await clock.idle();
    const { sfn } = clients(edited);
    expect((await sfn.send(new DescribeExecutionCommand({ executionArn }))).status).to.equal("SUCCEEDED");
    await edited.stop();
    const again = await begin("edited", { clock: virtualClock(NOON + 3 * HOUR) });
    expect(again.changes).to.deep.equal({ same: 13 });
    await again.stop();
    // The end of the connection, the execution, and the message in the queue that has a mapping now.
    expect(asked.sort()).to.deep.equal(["/ended", "/told", "/told"]);
  });

  it("keeps what had been made when AWS refuses a change", async () => {
    expect(await refusal("refused-by-aws")).to.equal(
      `The program could not be deployed. The data directory ${dataDir} keeps what had been made.`,
    );
    const mended = await begin("edited");
    expect(mended.changes).to.deep.equal({ same: FIRST });
    await mended.stop();
  });

  it("keeps what had been made when the person ends it", async () => {
    const interruption = new AbortController();
    const onEvent = (event: EngineEvent): void => {
      if (event.kind === "step-finished" && event.step.custom) interruption.abort();
    };
    const { signal } = interruption;
    expect(await refusal("", { program: waiting, config: {}, onEvent, signal })).to.match(
      / keeps what had been made\.$/,
    );
    const after = await start({ program: waiting, dataDir, deploy: false });
    expect(after.engine.resources().map(({ name }) => name)).to.include("table");
    await after.stop();
  });

  it("leaves everything as it was when it is killed, and makes it the next time", async () => {
    await (await begin("first")).stop();
    const before = documents(dataDir);
    await killed(dataDir);
    expect(documents(dataDir)).to.deep.equal(before);
    const next = await begin("edited");
    expect(next.changes).to.deep.equal({ same: 10, update: 2, create: 1, delete: 1 });
    await next.stop();
    // Its code has gone with it.
    expect(Object.keys(contents(dataDir)).filter((name) => name.endsWith(".zip"))).to.have.length(1);
  });

  it("leaves everything as it was when the disk is full", async () => {
    await (await begin("first")).stop();
    const before = contents(dataDir);
    const full = `The data directory ${dataDir} cannot be written (database or disk is full) and is as it was.`;
    await whileTheDiskIsFull(async () => {
      expect(await refusal("edited")).to.equal(full);
      expect(await refusal("refused-by-aws")).to.equal(`The program could not be deployed. ${full}`);
    });
    expect(contents(dataDir)).to.deep.equal(before);
  });
});

function clients({ url: endpoint }: Pick<Runtime, "url">): {
  dynamodb: DynamoDBClient;
  sqs: SQSClient;
  sfn: SFNClient;
} {
  const options = { endpoint, region: "us-east-1", credentials: { accessKeyId: "a", secretAccessKey: "b" } };
  return { dynamodb: new DynamoDBClient(options), sqs: new SQSClient(options), sfn: new SFNClient(options) };
}

/** Every file with a digest of its bytes. */
function contents(directory: string): Readonly<Record<string, string>> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(directory.length + 1), createHash("sha256").update(readFileSync(path)).digest("hex")];
    }),
  );
}

/** Everything that the services and the engine find when they start. */
function documents(directory: string): unknown[] {
  const database = new DatabaseSync(join(directory, "runtime.sqlite"));
  const rows = database.prepare("SELECT * FROM documents ORDER BY collection, key").all();
  database.close();
  return rows;
}

/** Starts the edited version in a process of its own, and kills that when everything has been made. */
async function killed(dataDir: string): Promise<void> {
  const runtime = new URL("../../local/runtime.ts", import.meta.url).href;
  const script = `
    import { start } from ${JSON.stringify(runtime)};
    const onEvent = (event) => {
      if (event.kind === "step-finished") console.log(event.step.operation + " " + event.step.name);
    };
    const config = { version: "hangs" };
    await start({ program: ${JSON.stringify(program)}, dataDir: ${JSON.stringify(dataDir)}, config, onEvent });`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) if (line === "create mapping") break;
  child.kill("SIGKILL");
  expect(await gone).to.deep.equal([null, "SIGKILL"]);
}

async function whileTheDiskIsFull(work: () => Promise<void>): Promise<void> {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
    if (sql === "COMMIT") throw Object.assign(new Error("database or disk is full"), { errcode: 13 });
    exec.call(this, sql);
  };
  try {
    await work();
  } finally {
    DatabaseSync.prototype.exec = exec;
  }
}
