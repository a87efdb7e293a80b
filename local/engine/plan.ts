import { isObject, type Json, type JsonObject } from "../json.ts";
import { decodeProperties, encodeProperties } from "../provider/property-bag.ts";
import { equal, isList, isMap, type PropertyMap, type PropertyValue, reveal, Unknown } from "../provider/values.ts";
import type { Step, StepOperation } from "./events.ts";
import { ResourceFailed } from "./failure.ts";
import type { Goal } from "./goal.ts";

/**
 * What a preview has found to do, or what an update may do (`deploy.Plan`): the steps of each resource in order, and how
 * its inputs change.
 */
export interface Plan {
  /** @throws ResourceFailed when the plan does not have it. */
  onStep(step: Step): void;
  /** @throws ResourceFailed when the inputs change otherwise than planned. */
  onInputs(urn: string, goal: Goal, olds: PropertyMap, news: PropertyMap): void;
  /** The URNs of resources of which a planned step was not taken. */
  unmet(exists: (urn: string) => boolean): readonly string[];
  /** The same, with nothing done yet. */
  fork(): Plan;
}

/** How properties change. */
interface InputDiff {
  readonly adds: PropertyMap;
  readonly updates: PropertyMap;
  readonly deletes: readonly string[];
}

interface ResourcePlan {
  goal?: JsonObject;
  inputs?: InputDiff;
  readonly steps: StepOperation[];
}

const ENCODE = { secrets: true, assetContents: false } as const;
const DECODE = { assetsFrom: "/" } as const;
/** What the check adds for itself. */
const BOOKKEEPING: ReadonlySet<string> = new Set(["__defaults"]);

/** Notes what a preview does. */
export class RecordedPlan implements Plan {
  readonly #resources = new Map<string, ResourcePlan>();

  onStep({ urn, operation }: Step): void {
    this.#of(urn).steps.push(operation);
  }

  onInputs(urn: string, goal: Goal, olds: PropertyMap, news: PropertyMap): void {
    const { type, name, custom, parent, protect, provider, dependencies, ignoreChanges } = goal;
    const inputs = differenceOf(olds, news);
    const { adds, updates, deletes } = inputs;
    const inputDiff = { adds: encodeProperties(adds, ENCODE), updates: encodeProperties(updates, ENCODE), deletes };
    const plan = this.#of(urn);
    plan.inputs = inputs;
    plan.goal = { type, name, custom, inputDiff, parent, protect, dependencies, provider, ignoreChanges };
  }

  unmet(): readonly string[] {
    return [];
  }

  fork(): Plan {
    return new RecordedPlan();
  }

  /** The `resourcePlans` of `apitype.DeploymentPlanV1`; secrets in clear text. */
  toJson(): JsonObject {
    return Object.fromEntries(
      [...this.#resources].map(([urn, { goal, steps }]) => [urn, { ...(goal === undefined ? {} : { goal }), steps }]),
    );
  }

  #of(urn: string): ResourcePlan {
    const known = this.#resources.get(urn);
    if (known !== undefined) return known;
    const plan: ResourcePlan = { steps: [] };
    this.#resources.set(urn, plan);
    return plan;
  }
}

/** Holds an update to what was planned. */
export class BindingPlan implements Plan {
  readonly #json: JsonObject;
  readonly #resources: ReadonlyMap<string, ResourcePlan>;

  /** @param json what {@link RecordedPlan.toJson} wrote, or the CLI. */
  constructor(json: JsonObject) {
    this.#json = json;
    this.#resources = new Map(Object.entries(json).map(([urn, plan]) => [urn, planOf(plan)]));
  }

  onStep({ urn, operation }: Step): void {
    const steps = this.#resources.get(urn)?.steps;
    const planned = steps?.shift();
    if (planned === undefined) {
      if (steps === undefined && operation === "same") return;
      const why = steps === undefined ? "no steps were expected" : "no more steps were expected";
      throw new ResourceFailed(urn, `${operation} is not allowed by the plan: ${why} for this resource`);
    }
    if (!isWithin(operation, planned)) {
      const message = `${operation} is not allowed by the plan: this resource is constrained to ${planned}`;
      throw new ResourceFailed(urn, message);
    }
  }

  onInputs(urn: string, _goal: Goal, olds: PropertyMap, news: PropertyMap): void {
    const planned = this.#resources.get(urn)?.inputs ?? { adds: {}, updates: {}, deletes: [] };
    const wrong = [...unplanned(planned, differenceOf(olds, news)), ...missing(planned, news)];
    if (wrong.length > 0) {
      throw new ResourceFailed(urn, `resource violates plan: properties changed: ${[...new Set(wrong)].join(", ")}`);
    }
  }

  unmet(exists: (urn: string) => boolean): readonly string[] {
    return [...this.#resources]
      .filter(([urn, { steps }]) => steps.length > 0 && (steps.join() !== "delete" || exists(urn)))
      .map(([urn]) => urn);
  }

  fork(): Plan {
    return new BindingPlan(this.#json);
  }
}

/**
 * Whether a step may stand for a planned one: nothing at all for an update or a replacement, an update for a replacement
 * (pulumi/pulumi `pkg/resource/deploy/plan.go`, `Plan`).
 */
function isWithin(operation: StepOperation, planned: StepOperation): boolean {
  switch (planned) {
    case "update":
      return operation === "same" || operation === "update";
    case "replace":
    case "create-replacement":
    case "delete-replaced":
      return operation === "same" || operation === "update" || operation === planned;
    case "same":
    case "create":
    case "delete":
    case "read":
    case "import":
    case "refresh":
      return operation === planned;
    default: {
      const never: never = planned;
      return never;
    }
  }
}

/** What changes and should not, or to something else. */
function unplanned({ adds, updates, deletes }: InputDiff, actual: InputDiff): readonly string[] {
  return [
    ...Object.entries(actual.adds).flatMap(([name, value]) => (accepts(adds[name], value) ? [] : [`+${name}`])),
    // That somebody else has added it meanwhile does no harm.
    ...Object.entries(actual.updates).flatMap(([name, value]) =>
      accepts(updates[name] ?? adds[name], value) ? [] : [`~${name}`],
    ),
    ...actual.deletes.flatMap((name) =>
      deletes.includes(name) || updates[name] instanceof Unknown ? [] : [`-${name}`],
    ),
  ];
}

/** What should change and is not as it should be. */
function missing({ adds, updates, deletes }: InputDiff, news: PropertyMap): readonly string[] {
  const expected = Object.entries({ ...adds, ...updates });
  return [
    ...expected.flatMap(([name, value]) =>
      value instanceof Unknown || accepts(value, news[name]) ? [] : [`=${name}`],
    ),
    ...deletes.flatMap((name) => (news[name] === undefined ? [] : [`=${name}`])),
  ];
}

/** Whether a value is the planned one; what was not known then may be anything now. */
function accepts(planned: PropertyValue | undefined, actual: PropertyValue | undefined): boolean {
  const expected = reveal(planned);
  const value = reveal(actual);
  if (expected instanceof Unknown) return true;
  if (isList(expected) && isList(value)) {
    return expected.length === value.length && expected.every((item, index) => accepts(item, value[index]));
  }
  if (isMap(expected) && isMap(value)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(value)]);
    return [...names].every((name) => accepts(expected[name], value[name]));
  }
  if (expected === undefined || value === undefined) return expected === value;
  return equal(expected, value);
}

function differenceOf(olds: PropertyMap, news: PropertyMap): InputDiff {
  const entries = Object.entries(news).filter(([name, value]) => value !== undefined && !BOOKKEEPING.has(name));
  const gone = Object.keys(olds).filter((name) => olds[name] !== undefined && !BOOKKEEPING.has(name));
  return {
    adds: Object.fromEntries(entries.filter(([name]) => olds[name] === undefined)),
    updates: Object.fromEntries(
      entries.filter(([name, value]) => olds[name] !== undefined && !equal(olds[name], value)),
    ),
    deletes: gone.filter((name) => news[name] === undefined),
  };
}

function planOf(json: Json | undefined): ResourcePlan {
  const { goal, steps } = isObject(json) ? json : {};
  const diff = isObject(goal) && isObject(goal["inputDiff"]) ? goal["inputDiff"] : {};
  const properties = (name: string): PropertyMap => {
    const { [name]: given } = diff;
    return decodeProperties(isObject(given) ? given : {}, DECODE);
  };
  const deletes = Array.isArray(diff["deletes"]) ? diff["deletes"].map(String) : [];
  return {
    steps: Array.isArray(steps) ? (steps.map(String) as StepOperation[]) : [],
    ...(isObject(goal) ? { inputs: { adds: properties("adds"), updates: properties("updates"), deletes } } : {}),
  };
}
