import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { SFNClient } from "@aws-sdk/client-sfn";
import { Desk, readLine, type WaitingTask } from "./desk.ts";
import { deskPorts, findActivities } from "./step-functions.ts";

const HELP = `Usage: npm run approve -- [OPTIONS]

Plays the people of the food delivery: takes the tasks of its activities as they come and answers them by number.

  1                 task 1 is done
  1 Jon             task 1 is done by Jon (a delivery partner needs a name)
  1 {"name":"Jon"}  task 1 is done with this result
  1 no: we closed   task 1 is refused, and the customer is told why
  (empty line)      lists the tasks that wait

  --all             answers every task at once
  --partner NAME    who delivers with --all (default Jon)
  --outputs FILE    works for the stack with these outputs (npm start -- --outputs FILE, pulumi stack output --json)
  --endpoint-url U  where the local runtime listens (default: that of --outputs, or http://localhost:4900)
  --aws             works on AWS, with the account and region of the environment`;

/** Well below the heartbeat that the workflow asks for (20 minutes), in milliseconds. */
const HEARTBEAT = 60_000;

const OPTIONS = {
  all: { type: "boolean", default: false },
  partner: { type: "string", default: "Jon" },
  outputs: { type: "string" },
  "endpoint-url": { type: "string" },
  aws: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const outputs: Readonly<Record<string, unknown>> =
    values.outputs === undefined ? {} : JSON.parse(readFileSync(values.outputs, "utf8"));
  const client = clientFor(values.aws, values["endpoint-url"] ?? outputs["awsEndpointUrl"]);
  const known = Object.entries(outputs).flatMap(([name, value]) =>
    name.endsWith("ActivityArn") ? [String(value)] : [],
  );
  const activities = known.length > 0 ? known : await findActivities(client);
  if (activities.length === 0)
    throw new Error("There are no activities of a food delivery here: deploy first, or see --help.");
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const desk = new Desk(deskPorts(client, stop.signal));
  console.log(`Waiting for tasks of ${activities.length} activities; --help says how to answer. Ctrl-C leaves.`);
  const heartbeats = setInterval(() => void heartbeat(desk), HEARTBEAT);
  const input = values.all ? undefined : typed(desk);
  await Promise.all(activities.map((arn) => work(desk, arn, stop.signal, values.all ? values.partner : undefined)));
  clearInterval(heartbeats);
  input?.close();
  if (desk.tasks.length > 0)
    console.log(`${desk.tasks.length} tasks were taken and not answered; their orders time out within the hour.`);
  return 0;
}

function clientFor(aws: boolean, endpoint: unknown): SFNClient {
  if (aws) return new SFNClient({});
  return new SFNClient({
    endpoint: typeof endpoint === "string" ? endpoint : "http://localhost:4900",
    region: process.env["AWS_REGION"] ?? "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
}

/** Takes one task after another until it is told to stop; with a partner's name it answers them as well. */
async function work(desk: Desk, activityArn: string, signal: AbortSignal, partner: string | undefined): Promise<void> {
  while (!signal.aborted) {
    const task = await desk.take(activityArn).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    if (task === undefined) continue;
    show(task);
    if (partner === undefined) continue;
    const delivery = await desk.answer(task.number, { kind: "done", output: JSON.stringify({ name: partner }) });
    console.log(`  ${delivery === "delivered" ? "done" : "too late: its workflow waits no longer"}`);
  }
}

function typed(desk: Desk): ReturnType<typeof createInterface> {
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => void answer(desk, line));
  // Where nobody types (a pipe that ended), Ctrl-C is the way out.
  lines.on("SIGINT", () => process.emit("SIGINT"));
  return lines;
}

async function answer(desk: Desk, line: string): Promise<void> {
  const read = readLine(line);
  switch (read.kind) {
    case "list":
      if (desk.tasks.length === 0) console.log("no tasks");
      return desk.tasks.forEach(show);
    case "unclear":
      return console.log(read.reason);
    case "answer": {
      const delivery = await desk.answer(read.number, read.answer);
      if (delivery === undefined) return console.log(`there is no task ${read.number}`);
      return console.log(delivery === "delivered" ? "done" : "too late: its workflow waits no longer");
    }
    default: {
      const never: never = read;
      return never;
    }
  }
}

async function heartbeat(desk: Desk): Promise<void> {
  for (const { number } of await desk.heartbeat()) console.log(`task ${number} is gone: its workflow waits no longer`);
}

function show({ number, activity, input }: WaitingTask): void {
  console.log(`[${number}] ${activity.replace(/^food-delivery-|-[0-9a-f]{7}$/g, "")}: ${input}`);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
