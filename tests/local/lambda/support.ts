import { strToU8, zipSync } from "fflate";
import { type Caller, OWNER } from "../../../local/aws/caller.ts";
import { AwsError } from "../../../local/aws/error.ts";
import type { Guard } from "../../../local/aws/router.ts";
import { defineService } from "../../../local/aws/service.ts";
import type { Clock } from "../../../local/clock/clock.ts";
import type { Json, JsonObject } from "../../../local/json.ts";
import { createLambda } from "../../../local/lambda/module.ts";
import type { Module } from "../../../local/module.ts";
import type { Storage } from "../../../local/storage.ts";
import { type TestEnvironment, testEnvironment } from "../../support/environment.ts";

/** What an invocation brought back. */
export interface Answer {
  readonly status: number;
  readonly error: string | undefined;
  readonly payload: Json;
  readonly log: string;
}

/** A call that another service was sent. */
export interface Sent {
  readonly service: string;
  readonly operation: string;
  readonly input: JsonObject;
  readonly caller: Caller;
}

/** Lambda with real workers, and other services that only keep what they are sent. */
export interface Subject {
  readonly environment: TestEnvironment;
  readonly module: Module;
  readonly sent: readonly Sent[];
  call(operation: string, input: object): Promise<JsonObject>;
  refusal(operation: string, input: object): Promise<AwsError>;
  create(name: string, files: Readonly<Record<string, string>>, more?: object): Promise<JsonObject>;
  invoke(name: string, event?: Json, more?: object): Promise<Answer>;
  /** The lines of a function's log, without their timestamps. */
  log(): string[];
}

export const ROLE = "arn:aws:iam::000000000000:role/worker";

interface Options {
  readonly storage?: Storage;
  readonly guard?: Guard;
  readonly threadClock?: Clock;
  /** Services that answer nothing and keep what they get, by what they serve. */
  readonly services?: Readonly<Record<string, readonly string[]>>;
}

const SINKS = { logs: ["CreateLogGroup", "CreateLogStream", "PutLogEvents"] };

export function subject(options: Options = {}): Subject {
  const environment = testEnvironment(options);
  const sent: Sent[] = [];
  for (const [service, operations] of Object.entries({ ...SINKS, ...options.services })) {
    environment.aws.register(sink(service, operations, sent));
  }
  const module = environment.use((made) => createLambda(made, options.threadClock));
  running.add(module);
  void module.resume?.();
  const call = (operation: string, input: object): Promise<JsonObject> =>
    environment.aws.call("lambda", operation, input as JsonObject, { caller: OWNER });
  return {
    environment,
    module,
    sent,
    call,
    refusal: async (operation, input) => {
      try {
        await call(operation, input);
      } catch (error) {
        if (error instanceof AwsError) return error;
        throw error;
      }
      throw new Error(`${operation} was not refused`);
    },
    create: (name, files, more = {}) =>
      call("CreateFunction", {
        FunctionName: name,
        Role: ROLE,
        Runtime: "nodejs24.x",
        Handler: "index.handler",
        Code: { ZipFile: zip(files) },
        ...more,
      }),
    invoke: async (name, event = {}, more = {}) => {
      const payload = Buffer.from(JSON.stringify(event)).toString("base64");
      const answer = await call("Invoke", { FunctionName: name, Payload: payload, LogType: "Tail", ...more });
      const body = Buffer.from(String(answer["Payload"] ?? ""), "base64").toString();
      return {
        status: Number(answer["StatusCode"]),
        error: answer["FunctionError"] as string | undefined,
        payload: body === "" ? null : (JSON.parse(body) as Json),
        log: Buffer.from(String(answer["LogResult"] ?? ""), "base64").toString(),
      };
    },
    log: () => sent.filter(({ operation }) => operation === "PutLogEvents").flatMap(({ input }) => messages(input)),
  };
}

/** Functions' files as an archive, base64. */
export function zip(files: Readonly<Record<string, string>>): string {
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  return Buffer.from(zipSync(Object.fromEntries(entries))).toString("base64");
}

/** Ends the workers of every subject of the test. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((module) => module.stop?.()));
  running.clear();
}

const running = new Set<Module>();

function messages(input: JsonObject): string[] {
  return (input["logEvents"] as unknown as { message: string }[]).map(({ message }) => message);
}

function sink(id: string, operations: readonly string[], sent: Sent[]) {
  const wire = { protocol: "json", version: "1.1", targetPrefix: id, signingName: id } as const;
  return defineService(
    { id, wire },
    undefined,
    operations.map((name) => ({
      name,
      permissions: () => [],
      run: (input: JsonObject, call: { caller: Caller }) => {
        sent.push({ service: id, operation: name, input, caller: call.caller });
        return {};
      },
    })),
  );
}
