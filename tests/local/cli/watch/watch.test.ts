import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { SILENCE } from "../../../../local/cli/watch/headway.ts";
import { watch } from "../../../../local/cli/watch/watch.ts";
import type { Clock } from "../../../../local/clock/clock.ts";
import { realClock } from "../../../../local/clock/real-clock.ts";
import { type Runtime, type StartOptions, start } from "../../../../local/runtime.ts";

const NODE_MODULES = new URL("../../../../node_modules", import.meta.url).pathname;
const PROJECT = "name: watched\nruntime: nodejs\nconfig:\n  delay:\n    type: integer\n    default: 1\n";
const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { retention } from "./lib/retention.ts";
const delaySeconds = new pulumi.Config().requireNumber("delay");
const queue = new aws.sqs.Queue("queue", { delaySeconds, messageRetentionSeconds: retention });
export const queueUrl = queue.url;
`;

describe("npm start -- --watch", function () {
  this.timeout(60_000);

  const directory = mkdtempSync(join(tmpdir(), "watch-"));
  const outputs = join(directory, ".data", "outputs.json");
  const save = (file: string, text: string): void => writeFileSync(join(directory, file), text);
  const ended = new AbortController();
  let runtime: Runtime;
  let watching: Promise<void>;
  let printed = "";
  let heard: () => void = () => undefined;
  /** Whether a program's silence is long at once. */
  let isLongSilence = false;
  const clock = realClock();
  const impatient: Clock = {
    now: () => clock.now(),
    after: (delay, run, kind) => clock.after(isLongSilence && delay === SILENCE ? 0 : delay, run, kind),
    sleep: (delay, options) => clock.sleep(delay, options),
    hold: (parent) => clock.hold(parent),
  };

  /** Waits until something has been printed since the last time, and gives everything since. */
  async function until(pattern: RegExp): Promise<string> {
    while (!pattern.test(printed)) {
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
    const text = printed;
    printed = "";
    return text;
  }

  async function attributes(): Promise<Record<string, string>> {
    const client = new SQSClient({
      endpoint: runtime.url,
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    const QueueUrl = String(runtime.outputs["queueUrl"]);
    const { Attributes = {} } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
    client.destroy();
    return Attributes;
  }

  before(async () => {
    for (const folder of ["lib", "tests", ".data"]) mkdirSync(join(directory, folder));
    symlinkSync(NODE_MODULES, join(directory, "node_modules"));
    save("package.json", '{"type":"module","main":"index.ts"}');
    save("Pulumi.yaml", PROJECT);
    save("index.ts", PROGRAM);
    save("lib/retention.ts", "export const retention = 60;\n");
    const options: StartOptions = { program: directory, outputs };
    runtime = await start(options);
    const write = (text: string): void => {
      printed += text;
      heard();
    };
    watching = watch({ runtime, start: options, clock: impatient, signal: ended.signal, write });
    await until(/^Watching .*\n/);
  });

  after(async () => {
    ended.abort();
    await watching;
    await runtime.stop();
    rmSync(directory, { recursive: true });
  });

  it("deploys what a save changes, and nothing else; what is in the services stays", async () => {
    const client = new SQSClient({
      endpoint: runtime.url,
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    await client.send(new SendMessageCommand({ QueueUrl: String(runtime.outputs["queueUrl"]), MessageBody: "kept" }));
    client.destroy();
    save("lib/retention.ts", "export const retention = 120;\n");
    expect(await until(/Deployed/)).to.match(
      /^\nlib\/retention\.ts saved\naws:sqs\/queue:Queue queue updated: messageRetentionSeconds \(.*s\)\nDeployed in .* s: 1 updated\.\n$/,
    );
    const now = await attributes();
    expect(now["MessageRetentionPeriod"]).to.equal("120");
    expect(Number(now["ApproximateNumberOfMessages"]) + Number(now["ApproximateNumberOfMessagesDelayed"])).to.equal(1);
  });

  it("reads the project's configuration anew", async () => {
    save("Pulumi.yaml", PROJECT.replace("default: 1", "default: 7"));
    expect(await until(/Deployed/)).to.contain("updated: delaySeconds");
    expect((await attributes())["DelaySeconds"]).to.equal("7");
  });

  it("tells what is wrong, lets run what runs, and deploys the next save", async () => {
    save("index.ts", `${PROGRAM}this is wrong(`);
    expect(await until(/next save tries again/)).to.contain("ERR_INVALID_TYPESCRIPT_SYNTAX");
    save("Pulumi.yaml", "name: watched\nruntime: go\n");
    expect(await until(/next save tries again/)).to.match(
      /error: .*only nodejs is served\nNothing is deployed of it\./,
    );
    expect((await attributes())["DelaySeconds"]).to.equal("7");
    save("Pulumi.yaml", PROJECT);
    save("index.ts", `${PROGRAM}export const more = 1;\n`);
    expect(await until(/ {2}more: 1\n/)).to.contain("1 updated");
    expect(JSON.parse(readFileSync(outputs, "utf8"))).to.include({ more: 1, awsEndpointUrl: runtime.url });
  });

  it("ends a program that never ends when the save that mends it comes", async () => {
    isLongSilence = true;
    save("index.ts", "for (;;);\n");
    await until(/It runs on; the next save ends it\.\n/);
    isLongSilence = false;
    save("index.ts", `${PROGRAM}export const more = 2;\n`);
    expect(await until(/ {2}more: 2\n/)).to.match(
      /^The program is ended: a newer save waits\.\nNothing is deployed of it\..*\n\nindex\.ts saved\n/,
    );
  });

  it("leaves out what no program is made of", async () => {
    save("tests/some.test.ts", "");
    save(".data/file", "");
    for (const file of ["index.ts~", "index.ts___jb_tmp___", "run.log"]) save(file, "");
    save("index.ts", PROGRAM);
    expect(await until(/saved\n/)).to.match(/^\nindex\.ts saved\n/);
    await until(/more: gone/);
  });

  it("tells outputs that cannot be written, and that the deployment is done all the same", async () => {
    rmSync(outputs);
    mkdirSync(outputs);
    save("index.ts", `${PROGRAM}export const more = 2;\n`);
    const told = await until(/They are those of before/);
    expect(told).to.contain("  more: 2\n").and.not.to.contain("Nothing is deployed");
    expect(told).to.match(/error: The outputs cannot be written to .*outputs\.json: EISDIR/);
    rmSync(outputs, { recursive: true });
    save("index.ts", PROGRAM);
    await until(/more: gone/);
  });

  it("says what takes a new start", async () => {
    save("Pulumi.local.yaml", "config:\n  aws:region: eu-west-1\n");
    expect(await until(/next save tries again/)).to.contain(
      "aws:region is eu-west-1 now, and what runs here is in us-east-1: start anew",
    );
    rmSync(join(directory, "Pulumi.local.yaml"));
    expect(await until(/to deploy/)).to.equal("\nPulumi.local.yaml saved\nNothing to deploy.\n");
  });
});
