import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

/** Where the local runtime listens unless told otherwise. */
const LOCAL = "http://localhost:4900";

const OPTIONS = {
  all: { type: "boolean", default: false },
  partner: { type: "string", default: "Jon" },
  outputs: { type: "string" },
  "endpoint-url": { type: "string" },
  aws: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** What the command line asked for. */
export interface ApproveOptions {
  readonly help: boolean;
  /** Who delivers, when every task is answered at once. */
  readonly partner: string | undefined;
  /** Where Step Functions is asked; undefined for AWS itself. */
  readonly endpoint: string | undefined;
  /** The activities that the outputs name; none when there are no outputs. */
  readonly activities: readonly string[];
}

/**
 * Reads a command line.
 *
 * @param read gives a file's text.
 * @throws Error with a sentence about an unknown option, a file that is no outputs, or an endpoint that is no URL.
 */
export function readOptions(
  args: readonly string[],
  read = (file: string): string => readFileSync(file, "utf8"),
): ApproveOptions {
  const values = parsed(args);
  const outputs = values.outputs === undefined ? {} : readOutputs(values.outputs, read);
  const activities = Object.entries(outputs).flatMap(([name, value]) =>
    name.endsWith("ActivityArn") ? [String(value)] : [],
  );
  return {
    help: values.help,
    partner: values.all ? values.partner : undefined,
    endpoint: values.aws ? undefined : endpointOf(values["endpoint-url"], outputs),
    activities,
  };
}

/** What went wrong, with what to do about it. */
export function explain(error: unknown, endpoint: string | undefined): string {
  const message = error instanceof Error ? error.message : String(error);
  // Node.js tries both loopback addresses, and its error then has a code but no message.
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (endpoint !== undefined && /ECONNREFUSED|ENOTFOUND|ECONNRESET|socket hang up/.test(`${code} ${message}`)) {
    return `Nobody answers at ${endpoint}: start the system with "npm start", or name another place with --endpoint-url.`;
  }
  if (message === "Region is missing") return "No region is set: export AWS_REGION, or give the profile one.";
  return message;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)} (--help lists the options)`);
  }
}

function readOutputs(file: string, read: (file: string) => string): Readonly<Record<string, unknown>> {
  try {
    const outputs: unknown = JSON.parse(read(file));
    if (typeof outputs === "object" && outputs !== null) return { ...outputs };
  } catch (error) {
    throw new Error(`The outputs in ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new Error(`${file} holds no outputs: npm start -- --outputs FILE and pulumi stack output --json write them.`);
}

/** Outputs tell by themselves where their stack is: a local one has `ws:` URLs, one on AWS has `wss:`. */
function endpointOf(asked: string | undefined, outputs: Readonly<Record<string, unknown>>): string | undefined {
  if (asked !== undefined) {
    if (/^https?:\/\//.test(asked) && URL.canParse(asked)) return asked;
    throw new Error(`--endpoint-url ${asked} is no URL, as ${LOCAL} is one.`);
  }
  const { awsEndpointUrl: endpoint, webSocketUrl: socket } = outputs;
  if (typeof endpoint === "string") return endpoint;
  if (typeof socket !== "string" || !URL.canParse(socket)) return LOCAL;
  const { protocol, host } = new URL(socket);
  return protocol === "wss:" ? undefined : `http://${host}`;
}
