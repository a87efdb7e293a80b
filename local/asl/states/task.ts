import type { Json, JsonObject } from "../../json.ts";
import type { Chain } from "../chain.ts";
import { compileFlow, type DataFlow } from "../data-flow.ts";
import { Failure } from "../failure.ts";
import type { TaskResource } from "../host.ts";
import { unexpectedResult } from "../jsonata/result-type.ts";
import { compileJsonata } from "../jsonata.ts";
import { jsonataScope } from "../jsonata-scope.ts";
import { checkPayload } from "../limits.ts";
import { compileTemplate } from "../payload-template.ts";
import { parseResource } from "../resource.ts";
import type { Target } from "../target.ts";
import { newTaskToken } from "../task-token.ts";
import type { TaskProgress } from "../visit.ts";
import { compileNumber, type NumberField, SECONDS } from "./number-field.ts";
import { taskTexts } from "./number-texts.ts";
import { RetriableState } from "./retriable-state.ts";
import type { StateSource } from "./state-source.ts";
import { type ArgumentsCheck, compileArgumentsCheck } from "./task-arguments.ts";
import { TaskAttempt } from "./task-attempt.ts";
import { type Scheduled, type TaskEvents, taskEvents } from "./task-events.ts";

/** The role a Task works with instead of the state machine's. */
type Credentials = (chain: Chain, input: Json) => Json | Promise<Json>;

/** Has some work done by the host: a function, an activity's worker or an integrated service. */
export class TaskState extends RetriableState {
  readonly #flow: DataFlow;
  readonly #resource: TaskResource;
  readonly #events: TaskEvents;
  readonly #hasToken: boolean;
  readonly #timeout: NumberField;
  readonly #heartbeat: NumberField;
  readonly #credentials: Credentials | undefined;
  readonly #checkArguments: ArgumentsCheck | undefined;
  readonly #next: Target | undefined;

  constructor(source: StateSource) {
    super(source);
    const { fields, language } = source;
    const resource = parseResource(String(fields["Resource"]));
    if (resource === undefined) throw new TypeError(`"${fields["Resource"]}" is no resource of a Task`);
    this.#flow = compileFlow(fields, { language, type: "Task", hasResult: true });
    this.#resource = resource;
    this.#events = taskEvents(resource);
    // A job that a Task waits for can be ended by its token, too (DG/connect-to-resource, "Run a Job (.sync)").
    this.#hasToken =
      resource.kind === "activity" || (resource.kind === "service" && resource.pattern !== "request-response");
    this.#timeout = compileSeconds(fields, "TimeoutSeconds");
    this.#heartbeat = compileSeconds(fields, "HeartbeatSeconds");
    this.#credentials = compileCredentials(fields["Credentials"], language === "JSONata");
    this.#checkArguments = compileArgumentsCheck(resource, fields, language);
    this.#next = source.target(fields["Next"]);
  }

  protected async attempt(chain: Chain): Promise<void> {
    const { run } = chain;
    const visit = chain.visiting();
    const resumed = visit.task?.phase;
    const now = run.host.clock.now();
    visit.task ??= {
      token: this.#hasToken ? newTaskToken(run.host.ids, run.identity.stateMachineArn) : "",
      phase: "scheduled",
      since: now,
      heartbeat: now,
    };
    const task = await this.#scheduled(chain);
    if (resumed === undefined) {
      this.#checkResource(chain);
      this.#events.scheduled(chain, task);
    }
    const { credentialsRoleArn, ...declared } = task;
    const attempt = new TaskAttempt(chain, this.#events, visit.task, {
      ...declared,
      resource: this.#resource,
      executionArn: run.identity.executionArn,
      stateMachineArn: run.identity.stateMachineArn,
      stateName: this.name,
      roleArn: credentialsRoleArn ?? run.identity.roleArn,
      taskToken: visit.task.token,
      ...(resumed === undefined ? {} : { resumed }),
    });
    const result = await attempt.perform();
    this.#checkResult(chain, result, visit.task);
    this.#events.succeeded(chain, result);
    run.observer?.data("result", result);
    return this.#flow.finish(chain, result, this.#next);
  }

  #checkResource(chain: Chain): void {
    try {
      chain.run.host.checkResource?.(this.#resource, this.name);
    } catch (reason) {
      throw this.#notScheduled(chain, Failure.ofTask(reason));
    }
  }

  #notScheduled(chain: Chain, failure: Failure): Failure {
    this.#events.failed(chain, failure, "scheduling");
    return failure;
  }

  #prepare(chain: Chain): Json | Promise<Json> {
    try {
      const prepared = this.#flow.prepare(chain);
      if (!(prepared instanceof Promise)) return prepared;
      return prepared.catch((reason: unknown) => {
        throw this.#unprepared(chain, reason);
      });
    } catch (reason) {
      throw this.#unprepared(chain, reason);
    }
  }

  /** The input that a `…Scheduled` event shows has the limit of any payload (API: LambdaFunctionScheduledEventDetails). */
  #unprepared(chain: Chain, reason: unknown): unknown {
    const tooLarge = reason instanceof Failure && reason.error === "States.DataLimitExceeded";
    return tooLarge && this.#resource.kind !== "service" ? this.#notScheduled(chain, reason) : reason;
  }

  async #scheduled(chain: Chain): Promise<Scheduled> {
    const prepared = this.#prepare(chain);
    const parameters = prepared instanceof Promise ? await prepared : prepared;
    this.#checkArguments?.(parameters);
    // The …Path fields and Credentials read the effective input; Parameters have no part in it.
    const input = this.#flow.effectiveInput(chain);
    const timeoutSeconds = await this.#timeout(chain, input);
    const heartbeatSeconds = await this.#heartbeat(chain, input);
    const credentials = this.#credentials === undefined ? undefined : await this.#credentials(chain, input);
    return {
      parameters,
      timeoutSeconds,
      heartbeatSeconds,
      credentialsRoleArn: credentials === undefined ? undefined : String((credentials as JsonObject)["RoleArn"]),
    };
  }

  #checkResult(chain: Chain, result: Json, progress: TaskProgress): void {
    try {
      checkPayload(result, this.#events.resultName);
    } catch (reason) {
      const failure = Failure.ofTask(reason);
      this.#events.failed(chain, failure, progress.phase);
      throw failure;
    }
  }
}

function compileSeconds(fields: JsonObject, field: string): NumberField {
  return compileNumber(fields, field, { ...SECONDS, minimum: 1, texts: taskTexts(field) });
}

function compileCredentials(value: Json | undefined, jsonata: boolean): Credentials | undefined {
  if (value === undefined) return undefined;
  if (!jsonata) {
    const evaluate = compileTemplate(value, "Credentials");
    return (chain, input) => {
      chain.scope.input = input;
      return evaluate(chain.scope);
    };
  }
  const evaluate = compileJsonata(value, "Credentials");
  return async (chain) => {
    const result = (await chain.wait(evaluate(jsonataScope(chain)))) as JsonObject;
    const { RoleArn: roleArn = null } = result;
    if (typeof roleArn === "string") return result;
    throw unexpectedResult((value as JsonObject)["RoleArn"] ?? null, "Credentials/RoleArn", "string", roleArn);
  };
}
