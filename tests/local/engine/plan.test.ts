import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { StepOperation } from "../../../local/engine/events.ts";
import type { Goal } from "../../../local/engine/goal.ts";
import { BindingPlan, RecordedPlan } from "../../../local/engine/plan.ts";
import type { JsonObject } from "../../../local/json.ts";
import { decodeProperties } from "../../../local/provider/property-bag.ts";

interface Case {
  readonly name: string;
  readonly source: string;
  /** The steps of the resource in the plan; it is not in it without. */
  readonly planned?: readonly StepOperation[];
  /** Old and new inputs of the preview. */
  readonly inputs?: readonly [JsonObject, JsonObject];
  /** Those of the update. */
  readonly actual?: readonly [JsonObject, JsonObject];
  readonly steps?: readonly StepOperation[];
  readonly exists?: boolean;
  readonly unmet?: boolean;
  readonly refused?: string;
}

const URN = "urn:pulumi:dev::p::x:y:Z::a";
const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../cases/engine/plan.json", import.meta.url), "utf8"),
);
const GOAL: Goal = {
  type: "x:y:Z",
  name: "a",
  custom: true,
  remote: false,
  parent: "",
  inputs: {},
  dependencies: [],
  propertyDependencies: {},
  provider: "",
  version: "",
  aliases: [],
  ignoreChanges: [],
  replaceOnChanges: [],
  replaceWith: [],
  replacementTrigger: undefined,
  additionalSecretOutputs: [],
  deleteBeforeReplace: undefined,
  protect: false,
  retainOnDelete: false,
  deletedWith: "",
  importId: "",
};

const stepOf = (operation: StepOperation) => ({ operation, urn: URN, type: "x:y:Z", name: "a", custom: true });
const read = (json: JsonObject) => decodeProperties(json, { assetsFrom: "/" });

/** The plan as it is after it has been written to a file and read from it. */
function planOf({ planned = [], inputs }: Case): BindingPlan {
  const recorded = new RecordedPlan();
  for (const operation of planned) recorded.onStep(stepOf(operation));
  if (inputs !== undefined) recorded.onInputs(URN, GOAL, read(inputs[0]), read(inputs[1]));
  return new BindingPlan(JSON.parse(JSON.stringify(recorded.toJson())));
}

describe("an update plan", () => {
  for (const each of cases) {
    const { name, actual, steps = [], exists = true, unmet = false, refused } = each;
    it(`${refused !== undefined || unmet ? "refuses" : "allows"} ${name}`, () => {
      // Twice, because a rehearsal uses up a copy of it first.
      const plan = planOf(each);
      for (const copy of [plan.fork(), plan]) {
        const run = () => {
          if (actual !== undefined) copy.onInputs(URN, GOAL, read(actual[0]), read(actual[1]));
          for (const operation of steps) copy.onStep(stepOf(operation));
        };
        if (refused === undefined) run();
        else expect(run).to.throw(refused);
        if (refused === undefined) expect(copy.unmet(() => exists)).to.deep.equal(unmet ? [URN] : []);
      }
    });
  }
});
