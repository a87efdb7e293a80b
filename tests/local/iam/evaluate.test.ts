import { expect } from "chai";
import fc from "fast-check";
import { checkPolicy, type PolicyUse } from "../../../local/iam/check-document.ts";
import { compileCondition } from "../../../local/iam/conditions/condition.ts";
import { type ContextValue, contextOf } from "../../../local/iam/context.ts";
import { type AccessRequest, type Decision, evaluate, type Policies } from "../../../local/iam/evaluate.ts";
import { compilePattern, matches } from "../../../local/iam/match.ts";
import { compilePolicy } from "../../../local/iam/policy.ts";
import type { Json } from "../../../local/json.ts";
import conditions from "../../cases/iam/conditions.json" with { type: "json" };
import evaluations from "../../cases/iam/evaluation.json" with { type: "json" };
import malformed from "../../cases/iam/malformed.json" with { type: "json" };
import patterns from "../../cases/iam/patterns.json" with { type: "json" };

interface ConditionCase {
  readonly name: string;
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
  readonly context: Readonly<Record<string, ContextValue | undefined>>;
  readonly variables?: boolean;
  readonly holds: boolean;
}

interface EvaluationCase {
  readonly name: string;
  readonly identity?: readonly Json[];
  readonly resourcePolicy?: Json;
  readonly boundary?: Json;
  readonly service?: string;
  readonly context?: Readonly<Record<string, ContextValue | undefined>>;
  readonly action: string;
  readonly resource: string;
  readonly outcome: Decision["outcome"];
  readonly kind: Decision["kind"];
}

const policy = (name: string, statements: Json) =>
  compilePolicy(name, JSON.stringify({ Version: "2012-10-17", Statement: statements }));

describe("IAM policies", () => {
  describe("wildcards", () => {
    for (const { name, pattern, text, matches: expected } of patterns) {
      it(name, () => expect(matches(compilePattern(pattern), text)).to.equal(expected));
    }

    it("agree with the regular expression that says the same", () => {
      const letters = fc.string({ unit: fc.constantFrom("a", "b", ":"), maxLength: 12 });
      const wild = fc.string({ unit: fc.constantFrom("a", "b", ":", "*", "?"), maxLength: 8 });
      fc.assert(
        fc.property(wild, letters, (pattern, text) => {
          const expression = new RegExp(`^${pattern.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`);
          expect(matches(compilePattern(pattern), text)).to.equal(expression.test(text));
        }),
        { numRuns: 2000 },
      );
    });

    it("answer a pattern made to backtrack at once", () => {
      expect(matches(compilePattern(`${"*a".repeat(40)}b`), "a".repeat(5000))).to.equal(false);
    });
  });

  describe("conditions", () => {
    for (const { name, operator, key, wanted, context, variables, holds } of conditions as ConditionCase[]) {
      it(name, () => {
        const condition = compileCondition(operator, key, wanted, variables ?? true);
        expect(condition.holds(contextOf(context))).to.equal(holds);
      });
    }
  });

  describe("evaluation", () => {
    for (const given of evaluations as EvaluationCase[]) {
      it(given.name, () => {
        const decision = evaluate(requestOf(given), policiesOf(given));
        expect({ outcome: decision.outcome, kind: decision.kind }).to.deep.equal({
          outcome: given.outcome,
          kind: given.kind,
        });
      });
    }
  });

  describe("malformed documents", () => {
    for (const { name, use, document, message } of malformed) {
      it(name, () => expect(() => checkPolicy(document, use as PolicyUse)).to.throw(message));
    }
  });
});

function requestOf({ action, resource, service, context }: EvaluationCase): AccessRequest {
  const arns = ["arn:aws:iam::111111111111:role/r", "arn:aws:sts::111111111111:assumed-role/r/s"];
  return {
    action,
    resource,
    context: contextOf(context),
    principal:
      service === undefined
        ? { kind: "aws", account: "111111111111", arns, speaksForAccount: false }
        : { kind: "service", name: service },
  };
}

function policiesOf({ identity, resourcePolicy, boundary, service }: EvaluationCase): Policies {
  return {
    identity: service === undefined ? (identity ?? []).map((each, index) => policy(`p${index}`, each)) : undefined,
    boundary: boundary === undefined ? undefined : policy("boundary", boundary),
    resource: resourcePolicy === undefined ? undefined : policy("resource", resourcePolicy),
  };
}
