import { createInterface } from "node:readline";
import { SFNClient } from "@aws-sdk/client-sfn";
import { Desk, needsName, type Outcome, readLine, type WaitingTask } from "./desk.ts";
import { type ApproveOptions, explain, readOptions } from "./options.ts";
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
  --aws             works on AWS, with the account and region of the environment; needless with outputs of AWS`;

/** Well below the heartbeat that the workflow asks for (20 minutes), in milliseconds. */
const HEARTBEAT = 60_000;

async function main(options: ApproveOptions): Promise<void> {
  const client = clientFor(options);
  const activities = options.activities.length > 0 ? options.activities : await findActivities(client);
  if (activities.length === 0)
    throw new Error("There are no activities of a food delivery here: deploy first, or see --help.");
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const desk = new Desk(deskPorts(client, stop.signal));
  const failed = (error: unknown): void => console.error(explain(error, options.endpoint));
  console.log(`Waiting for tasks of ${activities.length} activities; --help says how to answer. Ctrl-C leaves.`);
  const heartbeats = setInterval(() => void heartbeat(desk).catch(failed), HEARTBEAT);
  const input = options.partner === undefined ? typed(desk, failed) : undefined;
  try {
    await Promise.all(activities.map((arn) => work(desk, arn, stop.signal, options.partner)));
  } finally {
    stop.abort();
    clearInterval(heartbeats);
    input?.close();
    if (desk.tasks.length > 0) {
      const numbers = desk.tasks.map(({ number }) => number).join(", ");
      console.log(`Taken and not answered: ${numbers}. The orders time out within the hour.`);
    }
  }
}

function clientFor({ endpoint, activities }: ApproveOptions): SFNClient {
  const [, , , region] = activities[0]?.split(":") ?? [];
  if (endpoint === undefined) return new SFNClient(region === undefined ? {} : { region });
  return new SFNClient({
    endpoint,
    region: region ?? process.env["AWS_REGION"] ?? "us-east-1",
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
    const outcome = await desk.answer(task.number, { kind: "done", output: JSON.stringify({ name: partner }) });
    console.log(`  ${said(outcome, task.number)}`);
  }
}

function typed(desk: Desk, failed: (error: unknown) => void): ReturnType<typeof createInterface> {
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => void answer(desk, line).catch(failed));
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
    case "answer":
      return console.log(said(await desk.answer(read.number, read.answer), read.number));
    default: {
      const never: never = read;
      return never;
    }
  }
}

/** What the person reads about an answer. */
function said(outcome: Outcome, number: number): string {
  switch (outcome) {
    case "delivered":
      return "done";
    case "gone":
      return "too late: its workflow waits no longer";
    case "unknown":
      return `there is no task ${number}`;
    case "nameless":
      return `a delivery partner needs a name: "${number} Jon"`;
    default: {
      const never: never = outcome;
      return never;
    }
  }
}

async function heartbeat(desk: Desk): Promise<void> {
  for (const { number } of await desk.heartbeat()) console.log(`task ${number} is gone: its workflow waits no longer`);
}

function show(task: WaitingTask): void {
  const what = task.activity.replace(/^food-delivery-|-[0-9a-f]{7}$/g, "");
  console.log(`[${task.number}] ${what}${needsName(task) ? " (answer with a name)" : ""}: ${task.input}`);
}

let endpoint: string | undefined;
try {
  const options = readOptions(process.argv.slice(2));
  endpoint = options.endpoint;
  if (options.help) console.log(HELP);
  else await main(options);
} catch (error) {
  console.error(explain(error, endpoint));
  process.exitCode = 1;
}
