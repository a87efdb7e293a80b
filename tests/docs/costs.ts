import { readFileSync } from "node:fs";
import { deploy } from "../infra/mocks.ts";
import { happyPath, type PathCount, type StateGraph } from "./happy-path.ts";

/** What every call of one kind leads to further on. */
interface Follows {
  readonly invocations: number;
  readonly writes: number;
  readonly messages?: number;
  readonly requests?: number;
  /** The bus's catch-all rule writes the event to a log. */
  readonly logged?: boolean;
}

interface Design {
  /** Frames between client and API, pushes not among them: the order and its reply. */
  readonly frames: number;
  readonly perEvent?: Follows;
  readonly perQueued?: Follows;
  /** The machine logs every event of its history. */
  readonly historyLogged?: boolean;
}

interface Conversation extends Design {
  readonly name: string;
  readonly machine: string;
  readonly choices: Readonly<Record<string, readonly string[]>>;
  /** The sample system's own design, as its document describes it. */
  readonly reference: PathCount & Partial<Design> & { readonly counted: string };
}

interface Prices {
  readonly date: string;
  readonly region: string;
  readonly dollars: Readonly<Record<Unit | "alarmMonth" | "connectionMinute", number>>;
  readonly assumptions: Readonly<Record<string, number>>;
}

type Unit =
  | "message"
  | "transition"
  | "write"
  | "read"
  | "publish"
  | "queueRequest"
  | "event"
  | "invocation"
  | "gigabyteSecond"
  | "logGigabyte"
  | "trace"
  | "expressRequest"
  | "expressGigabyteSecond";

/** What is charged for, by unit. */
export type Usage = Readonly<Partial<Record<Unit, number>>>;

const { date, region, dollars, assumptions }: Prices = data("prices.json");
const CONVERSATIONS: readonly Conversation[] = data("conversations.json");
const ORDERS = 1000;
const KILOBYTES_OF_GIGABYTE = 1_000_000;
/** History events per state: it is scheduled or entered, started, ended, exited. */
const HISTORY_EVENTS_PER_STATE = 4;
/** Five pollers of an idle queue ask every 20 seconds. */
const IDLE_POLLS = (5 * 30 * 86_400) / 20;

/** What one conversation uses, given what its execution does. */
export function usageOf({ transitions, calls }: PathCount, design: Design): Usage {
  const { perEvent, perQueued } = design;
  const events = calls["events:putEvents"] ?? 0;
  const queued = calls["sqs:sendMessage"] ?? 0;
  const further = (what: "invocations" | "writes" | "messages" | "requests"): number =>
    events * (perEvent?.[what] ?? 0) + queued * (perQueued?.[what] ?? 0);
  const invocations = further("invocations");
  const kilobytes =
    invocations * assumption("invocationLogKilobytes") +
    (perEvent?.logged === true ? events * assumption("eventLogKilobytes") : 0) +
    (design.historyLogged === true
      ? transitions * HISTORY_EVENTS_PER_STATE * assumption("historyEventLogKilobytes")
      : 0);
  return {
    message: design.frames + (calls["apigateway:invoke"] ?? 0) + further("messages"),
    transition: transitions,
    write: (calls["dynamodb:putItem"] ?? 0) + (calls["dynamodb:updateItem"] ?? 0) + further("writes"),
    publish: calls["sns:publish"] ?? 0,
    event: events,
    queueRequest: queued + further("requests"),
    invocation: invocations,
    gigabyteSecond: invocations * assumption("invocationSeconds") * assumption("invocationGigabytes"),
    logGigabyte: kilobytes / KILOBYTES_OF_GIGABYTE,
    trace: 1,
  };
}

/** What a usage costs in dollars. */
export function costOf(usage: Usage): number {
  return Object.entries(usage).reduce((sum, [unit, amount]) => sum + amount * dollars[unit as Unit], 0);
}

/** The happy path of each conversation through the program's own definitions. */
export async function conversations(): Promise<readonly { conversation: Conversation; path: PathCount }[]> {
  const program = await deploy();
  return CONVERSATIONS.map((conversation) => {
    const { inputs } = program.get("aws:sfn/stateMachine:StateMachine", conversation.machine);
    const definition = JSON.parse(String(inputs["definition"])) as StateGraph;
    return { conversation, path: happyPath(definition, conversation.choices) };
  });
}

/** The worked example, as Markdown. */
export async function costTables(): Promise<string> {
  const rows = (await conversations()).map(({ conversation, path }) => {
    const { name, reference } = conversation;
    const ours = usageOf(path, conversation);
    const { message, transition, write, publish, event, queueRequest, invocation } = ours;
    const theirs = costOf(usageOf(reference, { ...conversation, ...reference })) * ORDERS;
    const counts = [message, transition, write, publish, event, queueRequest, invocation];
    return {
      used: `| ${[name, ...counts, money(costOf(ours) * ORDERS)].join(" | ")} |`,
      compared: `| ${[name, transition, reference.transitions, reference.counted, money(costOf(ours) * ORDERS), money(theirs)].join(" | ")} |`,
    };
  });
  return [
    `List prices of ${region}, ${date}, without free tiers. Per order, and for ${ORDERS.toLocaleString("en")} orders:`,
    "",
    "| | Messages | Transitions | Writes | SNS | Events | SQS | Invocations | Per 1,000 |",
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ...rows.map(({ used }) => used),
    "",
    "Against the designs of the sample systems for the same conversation:",
    "",
    "| | Transitions | In the sample | Counted there | Per 1,000 | Sample's per 1,000 |",
    "|---|--:|--:|---|--:|--:|",
    ...rows.map(({ compared }) => compared),
    "",
    ...constants(await alarms()),
  ].join("\n");
}

/** What matters most of it, as Markdown, for readers who decide. */
export async function costSummary(): Promise<string> {
  const rows = (await conversations()).map(({ conversation, path }) => {
    const { name, reference } = conversation;
    const ours = costOf(usageOf(path, conversation)) * ORDERS;
    const theirs = costOf(usageOf(reference, { ...conversation, ...reference })) * ORDERS;
    return `| ${name} | ${money(ours)} | ${money(theirs)} |`;
  });
  return [
    `| 1,000 conversations, ${region}, ${date}, no free tier | here | the sample's design |`,
    "|---|--:|--:|",
    ...rows,
    `| an idle month | ${money(IDLE_POLLS * dollars.queueRequest)} | |`,
    `| the ${await alarms()} alarms of \`alarmEmail\`, a month | ${money((await alarms()) * dollars.alarmMonth)} | |`,
  ].join("\n");
}

/** How many alarms the program makes when somebody wants mail. */
async function alarms(): Promise<number> {
  const program = await deploy({ alarmEmail: "ops@example.com" });
  return program.all("aws:cloudwatch/metricAlarm:MetricAlarm").length;
}

function constants(alarmCount: number): readonly string[] {
  const session = 2 * dollars.write + 60 * dollars.connectionMinute;
  const sync = dollars.expressRequest + 5 * (64 / 1024) * dollars.expressGigabyteSecond;
  const echo = 2 * dollars.message + dollars.invocation + 0.1 * 0.25 * dollars.gigabyteSecond;
  return [
    `- A session of one hour (two writes, 60 connection minutes): ${money(session * ORDERS)} per 1,000.`,
    `- \`sync_sfn\` (Express, 5 s, 64 MB, two messages): ${money((sync + 2 * dollars.message) * ORDERS)} per 1,000; an echo through Lambda: ${money(echo * ORDERS)} per 1,000.`,
    `- An idle month: ${money(IDLE_POLLS * dollars.queueRequest)}, all of it Lambda asking the payment queue (${IDLE_POLLS.toLocaleString("en")} requests; the first million a month is free). With \`alarmEmail\`, ${alarmCount} alarms: ${money(alarmCount * dollars.alarmMonth)} on top.`,
  ];
}

function assumption(name: string): number {
  const value = assumptions[name];
  if (value === undefined) throw new Error(`no assumption ${name}`);
  return value;
}

function money(amount: number): string {
  return `$${amount.toFixed(amount < 0.1 ? 4 : 2)}`;
}

function data<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
}
