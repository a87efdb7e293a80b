import { readdirSync, readFileSync } from "node:fs";
import { isObject, type Json, type JsonObject } from "../../../local/json.ts";

/** What the JSON cases of Step Functions touch: how many of them, by what they touch. */
export class Evidence {
  readonly #counts = new Map<string, number>();

  /** @param cases every case of `tests/cases/asl` and `tests/cases/stepfunctions`. */
  constructor(cases: readonly Json[]) {
    for (const each of cases) {
      for (const touched of new Set(touchedBy(each))) this.#counts.set(touched, (this.#counts.get(touched) ?? 0) + 1);
    }
  }

  /** In how many cases a state of this type has this field. */
  field(type: string, field: string): number {
    return this.#of(`field ${type}.${field}`);
  }

  /** How many cases have a machine, a retrier, a catcher, a rule or the like with this field. */
  inner(kind: string, field: string): number {
    return this.#of(`inner ${kind}.${field}`);
  }

  /** How many cases have a resource, given without `arn:aws:states:::`. */
  resource(name: string): number {
    return this.#of(`resource ${name}`);
  }

  /** How many cases have any resource of a service, such as `aws-sdk:sfn`. */
  service(name: string): number {
    return this.#of(`service ${name}`);
  }

  /** How many cases expect an event of this type. */
  event(type: string): number {
    return this.#of(`event ${type}`);
  }

  /** How many cases call an operation of the API. */
  operation(name: string): number {
    return this.#of(`operation ${name}`);
  }

  /** How many cases mention an error, a function or an operator by its name. */
  word(name: string): number {
    return this.#of(`word ${name}`);
  }

  #of(touched: string): number {
    return this.#counts.get(touched) ?? 0;
  }
}

const CASES = new URL("../../cases/", import.meta.url);

/** Every case of Step Functions, from all files. */
export function readCases(): readonly Json[] {
  return ["asl", "stepfunctions"].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, CASES), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".json"))
      .sort()
      .flatMap((file) => casesIn(JSON.parse(readFileSync(new URL(`${folder}/${file}`, CASES), "utf8")) as Json)),
  );
}

function casesIn(file: Json): readonly Json[] {
  if (Array.isArray(file)) return file;
  const { cases } = file as JsonObject;
  return Array.isArray(cases) ? cases : [];
}

function touchedBy(each: Json): string[] {
  const touched: string[] = [];
  const pending: Json[] = [each];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value === "string") touched.push(...touchedByText(value));
    else if (Array.isArray(value)) pending.push(...(value as readonly Json[]));
    else if (isObject(value)) {
      touched.push(...touchedByObject(value));
      for (const [name, member = null] of Object.entries(value)) pending.push(name, member);
    }
  }
  return touched;
}

const STATE_TYPES: ReadonlySet<Json | undefined> = new Set([
  ...["Pass", "Task", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"],
]);

function touchedByObject(object: JsonObject): string[] {
  const { Type: type, type: event, operation, inspectionLevel, definition } = object;
  const touched: string[] = [];
  if (STATE_TYPES.has(type)) touched.push(...Object.keys(object).map((field) => `field ${type}.${field}`));
  touched.push(...innerFields(object));
  if (typeof event === "string") touched.push(`event ${event}`);
  if (typeof operation === "string") touched.push(`operation ${operation}`);
  // A case of TestState is its request.
  if (isObject(object["expected"]) && definition !== undefined) touched.push("operation TestState");
  if (inspectionLevel !== undefined) touched.push(`word ${String(inspectionLevel)}`);
  return touched;
}

function innerFields(object: JsonObject): string[] {
  const of = (kind: string, inside: Json | undefined): string[] =>
    inside !== undefined && isObject(inside) ? Object.keys(inside).map((field) => `inner ${kind}.${field}`) : [];
  const each = (kind: string, list: Json | undefined): string[] =>
    Array.isArray(list) ? (list as readonly Json[]).flatMap((inside) => of(kind, inside)) : [];
  return [
    ...("StartAt" in object && "States" in object ? of("the machine", object) : []),
    ...each("a retrier", object["Retry"]),
    ...each("a catcher", object["Catch"]),
    ...each("a rule", object["Choices"]),
    ...of("Credentials", object["Credentials"]),
    ...of("ProcessorConfig", object["ProcessorConfig"]),
    ...of("ItemBatcher", object["ItemBatcher"]),
  ];
}

/** Words with dots are names of errors and functions; `Type 3` is an event of a history; the rest are operators. */
function touchedByText(text: string): string[] {
  const event = /^([A-Z][A-Za-z]+) \d+$/.exec(text)?.[1];
  const resource = /^arn:aws:states:::(.+)$/.exec(text)?.[1];
  const words = text.length > 2000 ? [] : (text.match(/\$?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*/g) ?? []);
  return [
    ...(event === undefined ? [] : [`event ${event}`]),
    ...(resource === undefined ? [] : [`resource ${resource}`, `service ${resource.replace(/:[^:]*$/, "")}`]),
    ...words.map((word) => `word ${word}`),
  ];
}
