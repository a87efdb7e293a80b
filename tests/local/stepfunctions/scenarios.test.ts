import { readdirSync, readFileSync } from "node:fs";
import { assert } from "chai";
import { AwsError } from "../../../local/aws/error.ts";
import { isObject, type Json, type JsonObject } from "../../../local/json.ts";
import { type Harness, harness, ROLE } from "./harness.ts";

/** What a service beside Step Functions answers, always: an output, or a refusal. */
type Answer =
  | { readonly output: JsonObject }
  | { readonly error: string; readonly message: string; readonly status?: number };

/** One call of the API, or time that passes. */
interface Step {
  readonly operation?: string;
  readonly input?: JsonObject;
  /** Members of the answer to be named for later steps: `{ "machine": "stateMachineArn" }` makes `<machine>`. */
  readonly keep?: { readonly [name: string]: string };
  /** Parts of the answer, or without an operation of what a service beside was called with last, to be named as with `keep`. */
  readonly find?: { readonly [name: string]: string };
  /** Members the answer has; others may have any value. */
  readonly answer?: Json;
  /** Members the answer does not have. */
  readonly absent?: readonly string[];
  readonly error?: { readonly code: string; readonly message?: string };
  /** Seconds; with 0 only what happens without waiting. */
  readonly advance?: number;
  /** Until nothing is left to be waited for. */
  readonly idle?: true;
}

interface Scenario {
  readonly name: string;
  /** Where the behaviour is documented, or who observed it. */
  readonly source: string;
  readonly services?: { readonly [service: string]: { readonly [operation: string]: Answer } };
  /** Actions that no policy allows. */
  readonly denied?: readonly string[];
  /** The role's trust policy does not name Step Functions, from this step on. */
  readonly untrustedFrom?: number;
  readonly steps: readonly Step[];
  /** What the services beside were called with, in order. */
  readonly calls?: readonly { readonly operation: string; readonly input: Json }[];
}

const CASES = new URL("../../cases/stepfunctions/scenarios/", import.meta.url);

for (const file of readdirSync(CASES).sort()) {
  describe(`Step Functions scenarios: ${file.replace(".json", "")}`, () => {
    const scenarios = JSON.parse(readFileSync(new URL(file, CASES), "utf8")) as readonly Scenario[];
    for (const each of scenarios) it(each.name, () => play(each));
  });
}

async function play({ services = {}, denied = [], untrustedFrom, steps, calls }: Scenario): Promise<void> {
  const box = harness();
  for (const action of denied) box.denied.add(action);
  for (const [service, operations] of Object.entries(services)) {
    const answers = Object.entries(operations).map(([operation, answer]) => [operation, () => given(answer)] as const);
    box.serve(service, Object.fromEntries(answers));
  }
  const names = new Map([["role", ROLE]]);
  for (const [index, step] of steps.entries()) {
    if (index === untrustedFrom) box.untrusted.add(ROLE);
    await take(step, box, names);
  }
  if (calls === undefined) return;
  const seen = box.seen.map(({ operation, input }) => ({ operation, input }));
  match(seen as unknown as Json, calls as unknown as Json, "calls");
}

function given(answer: Answer): JsonObject {
  if ("output" in answer) return answer.output;
  throw new AwsError(answer.error, answer.message, { status: answer.status ?? 400 });
}

async function take(step: Step, box: Harness, names: Map<string, string>): Promise<void> {
  if (step.idle) await box.clock.idle();
  if (step.advance !== undefined) await box.clock.advance(step.advance * 1000);
  if (step.operation === undefined) {
    find(step, box.seen.at(-1)?.input, names);
    return;
  }
  const calling = box.states(step.operation, inputOf(step.input ?? {}, names));
  if (step.error !== undefined) {
    const refused = await calling.then(
      () => assert.fail(`${step.operation} was not refused`),
      (error: AwsError) => ({ code: error.code, message: error.message }),
    );
    match(refused, filled(step.error, names), step.operation);
    return;
  }
  const answer = JSON.parse(JSON.stringify(await calling)) as JsonObject;
  checkOrder(answer, step.operation);
  for (const [name, member] of Object.entries(step.keep ?? {})) names.set(name, String(answer[member]));
  find(step, answer, names);
  if (step.answer !== undefined) match(answer, filled(step.answer, names), step.operation);
  for (const name of step.absent ?? []) assert.notProperty(answer, name, step.operation);
}

/** Members whose keys are the caller's own. */
const MAPS = new Set(["assignedVariables", "variableReferences"]);

/** AWS writes the members of its answers in alphabetical order, the protocol's own first. */
function checkOrder(value: Json, where: string): void {
  if (Array.isArray(value)) for (const item of value as readonly Json[]) checkOrder(item, where);
  if (!isObject(value)) return;
  const names = Object.keys(value).filter((name) => name !== "__type");
  assert.deepEqual(names, names.toSorted(), where);
  for (const name of names) if (!MAPS.has(name)) checkOrder(value[name] ?? null, `${where}.${name}`);
}

/** The first group of each pattern, in the members and in what those are the Base64 of. */
function find(step: Step, where: JsonObject | undefined, names: Map<string, string>): void {
  const blobs = Object.values(where ?? {}).map((value) => Buffer.from(String(value), "base64").toString());
  const text = [JSON.stringify(where), ...blobs].join(" ");
  for (const [name, pattern] of Object.entries(step.find ?? {})) {
    const [, found] = new RegExp(pattern, "su").exec(text) ?? [];
    assert.isDefined(found, `${name} in ${text}`);
    names.set(name, found ?? "");
  }
}

const TEXTS = ["definition", "input", "output", "variables", "context", "result"];

/** Values of members that the API wants as text are written as JSON. */
function inputOf(input: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const members = Object.entries(filled(input, names) as JsonObject);
  return Object.fromEntries(
    members.map(([name, value]) => [
      name,
      TEXTS.includes(name) && typeof value !== "string" ? JSON.stringify(value) : value,
    ]),
  );
}

/** Puts what was named for `<name>`. */
function filled(value: Json, names: ReadonlyMap<string, string>): Json {
  const text = JSON.stringify(value).replace(/<(\w+)>/g, (all, name: string) => names.get(name) ?? all);
  return JSON.parse(text) as Json;
}

/**
 * Objects may have more members than are expected; all else must be the same. `{"$matches": "…"}` is a regular expression for a
 * text, `{"$json": …}` what a text holds, `{"$type": "number"}` a type.
 */
function match(actual: Json | undefined, expected: Json, place: string): void {
  if (Array.isArray(expected)) {
    assert.isArray(actual, place);
    const items = actual as readonly Json[];
    assert.lengthOf(items, expected.length, place);
    for (const [index, item] of (expected as readonly Json[]).entries())
      match(items[index], item, `${place}[${index}]`);
    return;
  }
  if (!isObject(expected)) {
    assert.deepEqual(actual, expected, place);
    return;
  }
  const { $matches: pattern, $json: json, $type: type } = expected;
  if (pattern !== undefined) assert.match(String(actual), new RegExp(String(pattern), "su"), place);
  else if (json !== undefined) match(JSON.parse(String(actual)) as Json, json, place);
  else if (type !== undefined) assert.typeOf(actual, String(type), place);
  else {
    assert.isObject(actual, place);
    for (const [name, member = null] of Object.entries(expected))
      match((actual as JsonObject)[name], member, `${place}.${name}`);
  }
}
