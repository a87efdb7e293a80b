import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SFNClient, TestStateCommand, ValidateStateMachineDefinitionCommand } from "@aws-sdk/client-sfn";
import { MACHINES } from "../machines.ts";
import { graphOf } from "./graph.ts";
import { localEndpoint } from "./local-endpoint.ts";
import { mermaid } from "./mermaid.ts";
import { svg } from "./svg.ts";

const HELP = `Usage: npm run asl -- COMMAND [MACHINE] [OPTIONS]

  list                        the state machines of this program
  print MACHINE               the definition as JSON
  validate [MACHINE…]         what AWS says about the definitions; all of them by default
  diagram MACHINE             a picture; --format mermaid (default) or svg
  diagrams                    writes all pictures to docs/diagrams
  test MACHINE STATE          runs one state: --input JSON, --variables JSON, --mock JSON (the result of a Task),
                              --error NAME (the Task fails with it), --level INFO|DEBUG|TRACE, --reveal-secrets (TRACE
                              of an HTTP Task shows what its connection adds), --role ARN (what a Task that is not mocked
                              calls as)

MACHINE is a name of the list, or a file with a definition in JSON.
validate and test ask the local Step Functions; --endpoint-url URL asks another, --aws asks AWS itself.`;

/** A mistake on the command line: one sentence, no stack. */
class Usage extends Error {}

const OPTIONS = {
  format: { type: "string", default: "mermaid" },
  input: { type: "string", default: "{}" },
  variables: { type: "string" },
  mock: { type: "string" },
  error: { type: "string" },
  level: { type: "string", default: "DEBUG" },
  "reveal-secrets": { type: "boolean", default: false },
  role: { type: "string", default: "arn:aws:iam::000000000000:role/asl" },
  "endpoint-url": { type: "string" },
  aws: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

type Options = ReturnType<typeof parse>["values"];

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Usage(error instanceof Error ? error.message : String(error));
  }
}

/** Runs a command; the answer is the exit code. */
async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(argv);
  const [command, ...names] = positionals;
  if (values.help || command === undefined) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  switch (command) {
    case "list":
      for (const [name, { type, definition }] of Object.entries(MACHINES)) {
        console.log(`${name.padEnd(14)} ${type.padEnd(8)} ${definition.Comment ?? ""}`);
      }
      return 0;
    case "print":
      console.log(JSON.stringify(JSON.parse(definitionOf(names[0])), undefined, 2));
      return 0;
    case "diagram":
      console.log(picture(names[0], values.format));
      return 0;
    case "diagrams":
      return writeDiagrams(join(import.meta.dirname, "../../docs/diagrams"));
    case "validate":
      return withStates(values, (client) => validate(client, names.length > 0 ? names : Object.keys(MACHINES)));
    case "test":
      return withStates(values, (client) => test(client, names, values));
    default:
      throw new Usage(`there is no command ${command}; see --help`);
  }
}

/** A machine's definition as JSON, by its name or from a file. */
function definitionOf(name: string | undefined): string {
  if (name === undefined) throw new Usage(`name a machine: ${Object.keys(MACHINES).join(", ")}, or a file`);
  const machine = MACHINES[name];
  if (machine !== undefined) return JSON.stringify(machine.definition);
  try {
    return readFileSync(name, "utf8");
  } catch {
    throw new Usage(`${name} is neither a machine (${Object.keys(MACHINES).join(", ")}) nor a file`);
  }
}

function picture(name: string | undefined, format: string): string {
  const graph = graphOf(JSON.parse(definitionOf(name)));
  if (format === "svg") return svg(graph, name ?? "");
  if (format === "mermaid") return mermaid(graph);
  throw new Usage(`--format is mermaid or svg, not ${format}`);
}

function writeDiagrams(folder: string): number {
  mkdirSync(folder, { recursive: true });
  for (const name of Object.keys(MACHINES)) {
    writeFileSync(join(folder, `${name}.mmd`), picture(name, "mermaid"));
    writeFileSync(join(folder, `${name}.svg`), picture(name, "svg"));
  }
  return 0;
}

async function validate(client: SFNClient, names: readonly string[]): Promise<number> {
  let failed = false;
  for (const name of names) {
    const { result, diagnostics = [] } = await client.send(
      new ValidateStateMachineDefinitionCommand({
        definition: definitionOf(name),
        type: MACHINES[name]?.type ?? "STANDARD",
        severity: "WARNING",
      }),
    );
    failed ||= result !== "OK";
    console.log(`${name}: ${result}`);
    for (const each of diagnostics)
      console.log(`  ${each.severity} ${each.code} ${each.location ?? ""}: ${each.message}`);
  }
  return failed ? 1 : 0;
}

async function test(client: SFNClient, [name, stateName]: readonly string[], options: Options): Promise<number> {
  if (stateName === undefined) throw new Usage("name a machine and one of its states");
  const mock = mockOf(options);
  const result = await client.send(
    new TestStateCommand({
      definition: definitionOf(name),
      stateName,
      input: options.input,
      inspectionLevel: levelOf(options.level),
      ...(options["reveal-secrets"] ? { revealSecrets: true } : {}),
      ...(options.variables === undefined ? {} : { variables: options.variables }),
      ...(mock === undefined ? { roleArn: options.role } : { mock }),
    }),
  );
  const { $metadata: _metadata, ...shown } = result;
  console.log(JSON.stringify(shown, undefined, 2));
  return result.status === "FAILED" ? 1 : 0;
}

function mockOf({ mock, error }: Options) {
  if (error !== undefined) return { errorOutput: { error, cause: "simulated" } };
  return mock === undefined ? undefined : { result: mock };
}

function levelOf(level: string): "INFO" | "DEBUG" | "TRACE" {
  if (level === "INFO" || level === "DEBUG" || level === "TRACE") return level;
  throw new Usage(`--level is INFO, DEBUG or TRACE, not ${level}`);
}

/** Asks AWS, the endpoint that was given, or a local Step Functions that lives as long as the question. */
async function withStates(options: Options, ask: (client: SFNClient) => Promise<number>): Promise<number> {
  if (options.aws) return ask(new SFNClient({}));
  const given = options["endpoint-url"];
  const local = given === undefined ? await localEndpoint() : undefined;
  try {
    return await ask(
      new SFNClient({
        endpoint: given ?? local?.url ?? "",
        region: "us-east-1",
        // AWS answers TestState on a host that begins with `sync-`; an endpoint has one name.
        disableHostPrefix: true,
        credentials: { accessKeyId: "local", secretAccessKey: "local" },
      }),
    );
  } finally {
    local?.stop();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // AWS's own answers (a state that is not there, a role that is missing) are for the reader as they are.
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof Usage ? 2 : 1;
}
