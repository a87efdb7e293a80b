import type { Json } from "../json.ts";
import { StateError } from "./errors.ts";
import { arrayFunctions } from "./intrinsics/array.ts";
import { fillTemplate, splitTemplate, unescapeLiteral } from "./intrinsics/format.ts";
import { IntrinsicArgumentError, type IntrinsicFunction } from "./intrinsics/intrinsic-function.ts";
import { mathFunctions } from "./intrinsics/math.ts";
import {
  type IntrinsicArgument,
  type IntrinsicCall,
  IntrinsicSyntaxError,
  parseIntrinsic,
} from "./intrinsics/parse.ts";
import { textFunctions } from "./intrinsics/text.ts";
import { Budget } from "./json-path/budget.ts";
import { compilePath, PathSyntaxError } from "./json-path.ts";
import type { CompiledValue } from "./payload-template.ts";
import { readOrFail } from "./read-or-fail.ts";
import type { ExpressionScope } from "./scope.ts";

export { IntrinsicSyntaxError } from "./intrinsics/parse.ts";

/** The eighteen. AWS: DG/intrinsic-functions. */
const functions: ReadonlyMap<string, IntrinsicFunction> = new Map(
  Object.entries({ ...arrayFunctions, ...mathFunctions, ...textFunctions }),
);

/** Their names, `States.Format` and so on. */
export const intrinsicNames: readonly string[] = [...functions.keys()];

/** A text or list that is worth counting. */
const LONG = 512;
const CHARACTERS_PER_VISIT = 8;
const VISITS_PER_ELEMENT = 8;

/**
 * Compiles a call of an intrinsic function, such as `States.Format('{}', $.name)`.
 * Evaluating it throws {@link StateError} `States.Runtime` where an argument is of the wrong kind, as executions on AWS do
 * though the documentation has `States.IntrinsicFailure` for that.
 *
 * @throws IntrinsicSyntaxError where the text is no call, or has an unknown function or a wrong number of arguments. AWS refuses
 *   such a definition (localstack/localstack#6811, of Step Functions Local).
 */
export function compileIntrinsic(text: string): CompiledValue {
  try {
    return compileCall(parseIntrinsic(text), text);
  } catch (error) {
    if (error instanceof PathSyntaxError) throw new IntrinsicSyntaxError(error.message);
    throw error;
  }
}

function compileCall(call: IntrinsicCall, text: string): CompiledValue {
  const found = functions.get(call.name);
  if (found === undefined) throw new IntrinsicSyntaxError(`There is no function ${call.name}`);
  const { args } = call;
  if (args.length < found.fewest || args.length > found.most) {
    throw new IntrinsicSyntaxError(`${call.name} does not take ${args.length} arguments`);
  }
  const formatted = call.name === "States.Format" ? compileFormat(args, text) : undefined;
  if (formatted !== undefined) return guard(call, text, formatted);
  const compiled = args.map((argument) => compileArgument(argument, text));
  const [first, second] = compiled;
  if (compiled.length === 2 && first !== undefined && second !== undefined) {
    return guard(call, text, (scope) => found.evaluate([first(scope), second(scope)], scope));
  }
  return guard(call, text, (scope) =>
    found.evaluate(
      compiled.map((argument) => argument(scope)),
      scope,
    ),
  );
}

/** A literal template, which most are, is taken apart beforehand: only in it can `\{` be told from `{`. */
function compileFormat(args: readonly IntrinsicArgument[], text: string): CompiledValue | undefined {
  const [template, ...rest] = args;
  if (template?.kind !== "string") return undefined;
  const values = rest.map((argument) => compileArgument(argument, text));
  let texts: readonly string[] | undefined;
  return (scope) => {
    texts ??= splitTemplate(template.raw);
    return fillTemplate(
      texts,
      values.map((value) => value(scope)),
    );
  };
}

function compileArgument(argument: IntrinsicArgument, text: string): CompiledValue {
  switch (argument.kind) {
    case "literal":
      return () => argument.value;
    case "string": {
      const { raw } = argument;
      if (!raw.includes("\\")) return () => raw;
      return () => unescapeLiteral(raw);
    }
    case "path": {
      const path = compilePath(argument.text);
      return (scope) => {
        const value = readOrFail(path, scope, (input) => {
          const reason = path.describeMissing(scope);
          // Here AWS passes on what its JSONPath library says of a step that cannot be applied (floci's notes on AWS).
          const found = /^(?:Filter|Multi properties)/.test(reason)
            ? reason
            : `The JsonPath argument for the field '${path.text}' could not be found in the input '${input}'`;
          return `The function '${text}' had the following error: ${found}`;
        });
        spendOn(value, scope);
        return value;
      };
    }
    case "call":
      return compileCall(argument, text);
    default: {
      const never: never = argument;
      return never;
    }
  }
}

/** What a function does with a long text or list takes as long as so many visits of a path. */
function spendOn(value: Json, scope: ExpressionScope): void {
  if (typeof value === "string" && value.length > LONG) Budget.of(scope).spend(value.length / CHARACTERS_PER_VISIT);
  else if (Array.isArray(value) && value.length > LONG) Budget.of(scope).spend(value.length * VISITS_PER_ELEMENT);
}

function guard({ name }: IntrinsicCall, text: string, evaluate: CompiledValue): CompiledValue {
  return (scope): Json => {
    try {
      return evaluate(scope);
    } catch (error) {
      if (error instanceof StateError) throw error;
      // A value nested deeper than the stack can be neither printed nor compared.
      if (!(error instanceof IntrinsicArgumentError) && !(error instanceof RangeError)) throw error;
      const reason = error instanceof IntrinsicArgumentError && error.message !== "" ? `: ${error.message}` : "";
      throw new StateError(
        "States.Runtime",
        `The function '${text}' had the following error: Invalid arguments in ${name}${reason}`,
      );
    }
  };
}
