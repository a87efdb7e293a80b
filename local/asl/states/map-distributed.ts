import { createHash } from "node:crypto";
import type { Json, JsonObject } from "../../json.ts";
import type { Chain } from "../chain.ts";
import type { MapItem } from "../context-object.ts";
import type { Machine, StateSet } from "../machine.ts";
import { MapRun, type MapRunChild } from "../map-run.ts";
import { UnsupportedByRuntime } from "../unsupported.ts";
import { type Batch, type Batcher, compileBatcher } from "./map-batches.ts";
import type { ItemSelector } from "./map-item-selector.ts";
import { runMapRun } from "./map-run-children.ts";
import { compileNumber, type NumberField } from "./number-field.ts";
import { mapTexts } from "./number-texts.ts";
import type { StateSource } from "./state-source.ts";

/** What the Map state has found out when its run begins. */
export interface DistributedWork {
  readonly input: Json;
  readonly items: readonly MapItem[];
  readonly maxConcurrency: number;
  readonly select: ItemSelector;
}

interface Tolerated {
  readonly toleratedFailureCount: number | undefined;
  readonly toleratedFailurePercentage: number | undefined;
}

/** The distributed mode of a Map: every item, or batch of items, is an execution of its own (DG/state-map-distributed). */
export class DistributedMap {
  readonly #machine: Machine;
  readonly #type: "STANDARD" | "EXPRESS";
  readonly #label: string;
  readonly #toleratedCount: NumberField;
  readonly #toleratedPercentage: NumberField;
  readonly #batcher: Batcher | undefined;

  private constructor(source: StateSource, config: JsonObject, processor: StateSet) {
    const { fields, language, at } = source;
    this.#machine = { ...processor, timeoutSeconds: undefined };
    this.#type = config["ExecutionType"] === "EXPRESS" ? "EXPRESS" : "STANDARD";
    this.#label = typeof fields["Label"] === "string" ? fields["Label"] : generatedLabel(at);
    this.#toleratedCount = compileNumber(fields, "ToleratedFailureCount", {
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      texts: mapTexts("ToleratedFailureCount", "integer", () => "ToleratedFailureCount cannot be negative."),
    });
    this.#toleratedPercentage = compileNumber(fields, "ToleratedFailurePercentage", {
      minimum: 0,
      maximum: 100,
      fraction: true,
      texts: mapTexts(
        "ToleratedFailurePercentage",
        "float",
        () => "ToleratedFailurePercentage must be between 0 and 100.",
      ),
    });
    const batcher = fields["ItemBatcher"] as JsonObject | undefined;
    this.#batcher = batcher === undefined ? undefined : compileBatcher(batcher, language);
  }

  /**
   * @returns undefined for an inline Map.
   * @throws UnsupportedByRuntime for items from S3 and results to S3.
   */
  static compile(source: StateSource, processor: JsonObject, states: StateSet): DistributedMap | undefined {
    const config = (processor["ProcessorConfig"] ?? {}) as JsonObject;
    if (config["Mode"] !== "DISTRIBUTED") return undefined;
    const { fields, at } = source;
    if (fields["ItemReader"] !== undefined) {
      throw new UnsupportedByRuntime("ItemReader (items from Amazon S3)", `${at}/ItemReader`);
    }
    if (fields["ResultWriter"] !== undefined) {
      throw new UnsupportedByRuntime("ResultWriter (results to Amazon S3)", `${at}/ResultWriter`);
    }
    return new DistributedMap(source, config, states);
  }

  /** @throws Failure `States.ExceedToleratedFailureThreshold`, its event written. */
  async run(chain: Chain, work: DistributedWork): Promise<Json> {
    const { host } = chain.run;
    const visit = chain.visiting();
    const batches = await this.#batches(chain, work);
    const known = visit.mapRun;
    const run = known ?? (await this.#begin(chain, work, batches));
    const { mapRunArn } = run;
    let again: "redrive" | "resume" | undefined;
    if (known === undefined) {
      visit.mapRun = run;
      chain.record("MapRunStarted", undefined, undefined, { mapRunArn });
    } else if (run.status === "RUNNING") {
      again = "resume";
    } else {
      again = "redrive";
      run.redrive(host.clock.now());
      chain.record("MapRunRedriven", undefined, undefined, { mapRunArn, redriveCount: run.redriveCount });
    }
    host.mapRunStarted(run);
    const inputs = batches.map(({ input }) => input);
    return runMapRun(chain, run, { machine: this.#machine, type: this.#type, label: this.#label, inputs, again });
  }

  async #batches(chain: Chain, { input, items, select }: DistributedWork): Promise<readonly Batch[]> {
    const selected: Json[] = [];
    for (const item of items) {
      await chain.turn(1);
      selected.push(await select(chain, input, item));
    }
    const { observer } = chain.run;
    observer?.data("afterItemSelector", selected);
    if (this.#batcher !== undefined) {
      const batches = await this.#batcher(chain, input, selected);
      observer?.data(
        "afterItemBatcher",
        batches.map((batch) => batch.input),
      );
      return batches;
    }
    return selected.map((value) => ({ input: value, itemCount: 1 }));
  }

  /** AWS looks at these after MapStateStarted, and lets their failure follow the state's entry (localstack, state_map.py). */
  async #tolerated(chain: Chain, input: Json): Promise<Tolerated> {
    try {
      return {
        toleratedFailureCount: await this.#toleratedCount(chain, input),
        toleratedFailurePercentage: await this.#toleratedPercentage(chain, input),
      };
    } catch (reason) {
      chain.last = chain.enteredEventId;
      throw reason;
    }
  }

  async #begin(chain: Chain, { input, maxConcurrency }: DistributedWork, batches: readonly Batch[]): Promise<MapRun> {
    const { host, identity } = chain.run;
    const tolerated = await this.#tolerated(chain, input);
    const [, partition, , region, account] = identity.executionArn.split(":");
    const head = (kind: string): string =>
      `arn:${partition}:states:${region}:${account}:${kind}:${identity.stateMachineName}/${this.#label}`;
    const child = ({ itemCount }: Batch): MapRunChild => {
      const name = host.ids.uuid();
      const executionArn =
        this.#type === "STANDARD" ? `${head("execution")}:${name}` : `${head("express")}:${name}:${host.ids.uuid()}`;
      return { executionArn, name, itemCount, status: "PENDING", output: undefined };
    };
    return new MapRun(
      {
        mapRunArn: `${head("mapRun")}:${host.ids.uuid()}`,
        executionArn: identity.executionArn,
        stateMachineArn: identity.stateMachineArn,
        label: this.#label,
        startTime: host.clock.now(),
      },
      batches.map(child),
      { maxConcurrency, ...tolerated },
    );
  }
}

/** AWS makes a label up where there is none; the same place always gets the same one here. */
function generatedLabel(at: string): string {
  const hex = createHash("sha256").update(at).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
