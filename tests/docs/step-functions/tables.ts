import { HistoryEventType } from "@aws-sdk/client-sfn";
import { comparisons } from "../../../local/asl/choice/comparisons.ts";
import { typeTests } from "../../../local/asl/choice/type-tests.ts";
import { intrinsicNames } from "../../../local/asl/intrinsics.ts";
import { optimizedIntegrations } from "../../../local/asl/resource/optimized-integrations.ts";
import type { QueryLanguage } from "../../../local/asl/states/state.ts";
import { STATE_TYPES, stateFields } from "../../../local/asl/validate/state-fields.ts";
import { isServed } from "../../../local/stepfunctions/integrations/integrations.ts";
import { sdkServices } from "../../../local/stepfunctions/integrations/sdk-model.ts";
import { createStates } from "../../../local/stepfunctions/module.ts";
import { testEnvironment } from "../../support/environment.ts";
import type { Evidence } from "./evidence.ts";
import { ERRORS, INNER_FIELDS, JSONATA_FUNCTIONS, REFUSED_FIELDS } from "./named.ts";

/** One line of a table: something AWS has, and in how many cases it is tested; or why it is not supported. */
export interface Support {
  readonly group: string;
  readonly name: string;
  readonly cases: number;
  /** Set where the local runtime does not have it. */
  readonly refused?: string;
  /** More columns. */
  readonly notes?: readonly string[];
}

/** Every field of every state, as the validation knows them. */
export function fieldSupport(evidence: Evidence): readonly Support[] {
  return STATE_TYPES.flatMap((type) =>
    Object.entries(stateFields[type]).map(([name, { language }]): Support => {
      const refused = REFUSED_FIELDS[name];
      const notes = [languages(language)];
      const support = { group: type, name, cases: evidence.field(type, name), notes };
      return refused === undefined ? support : { ...support, refused };
    }),
  );
}

function languages(language: QueryLanguage | undefined): string {
  return language ?? "both";
}

/** The eighteen intrinsic functions, the operators of Choice, AWS's own JSONata functions, and the names of errors. */
export function wordSupport(evidence: Evidence): readonly Support[] {
  const operators = [
    ...[...comparisons.keys()].flatMap((name) => [name, `${name}Path`]),
    ...["StringMatches", "IsPresent", ...typeTests.keys(), "And", "Or", "Not"],
  ];
  const groups: readonly (readonly [string, readonly string[]])[] = [
    ["Intrinsic functions", intrinsicNames],
    ["Operators of a Choice", operators],
    ["JSONata functions of AWS", JSONATA_FUNCTIONS],
    ["Errors", ERRORS],
  ];
  return groups.flatMap(([group, names]) => names.map((name) => ({ group, name, cases: evidence.word(name) })));
}

/** The fields of the machine, of retriers and catchers, of rules, and of what else is an object with fields of its own. */
export function innerSupport(evidence: Evidence): readonly Support[] {
  return Object.entries(INNER_FIELDS).flatMap(([group, names]) =>
    names.map((name) => ({ group, name, cases: evidence.inner(group, name) })),
  );
}

/** Every type of event that the API has. */
export function eventSupport(evidence: Evidence): readonly Support[] {
  return Object.values(HistoryEventType).map((name) => ({ group: "Events", name, cases: evidence.event(name) }));
}

/** Every operation that the service has here. */
export function operationSupport(evidence: Evidence): readonly Support[] {
  const [service] = createStates(testEnvironment()).services;
  const names = [...(service?.operations.keys() ?? [])].sort();
  return names.map((name) => ({ group: "Operations", name, cases: evidence.operation(name) }));
}

/** Every optimized integration of AWS by action and pattern, and the services that `aws-sdk:` reaches. */
export function integrationSupport(evidence: Evidence): readonly Support[] {
  const optimized = Object.entries(optimizedIntegrations).flatMap(([service, actions]) =>
    Object.entries(actions).flatMap(([action, { patterns }]) =>
      patterns.map((pattern): Support => {
        const name = `${service}:${action}${pattern === "request-response" ? "" : `.${pattern}`}`;
        const support = { group: service, name, cases: evidence.resource(name) };
        const served = isServed({ kind: "service", arn: `arn:aws:states:::${name}`, service, action, pattern });
        return served ? support : { ...support, refused: "a definition with it is refused, naming it" };
      }),
    ),
  );
  const sdk = sdkServices().map(
    (name): Support => ({ group: "aws-sdk", name: `aws-sdk:${name}`, cases: evidence.service(`aws-sdk:${name}`) }),
  );
  return [...optimized, ...sdk];
}
