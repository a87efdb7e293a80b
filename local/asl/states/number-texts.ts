/**
 * What AWS says of the value that a `…Path` field with a number leads to, after the state's prefix. Those without a mark are as
 * LocalStack took them from AWS (localstack/localstack: seconds_path.py, heartbeat.py, max_concurrency.py, tolerated_failure.py).
 */
export interface NumberTexts {
  /** Where the path leads nowhere; undefined for `Invalid path '…' : ` and Jayway's reason. */
  readonly missing?: (path: string) => string;
  readonly notANumber: (path: string, value: string) => string;
  readonly outOfRange: (path: string, value: string) => string;
  /** A text that is a number will do. */
  readonly takesText?: true;
}

/** A Wait's `SecondsPath`; its sentence for a missing TimestampPath was pasted in serverless-step-functions#346. */
export const waitTexts: NumberTexts = {
  missing: (path) => `The SecondsPath parameter does not reference an input value: ${path}`,
  notANumber: (path, value) => `The SecondsPath parameter cannot be parsed as a long value: ${path} == ${value}`,
  outOfRange: (path, value) =>
    value.startsWith("-")
      ? `The SecondsPath parameter references a negative value: ${path} == ${value}`
      : // [own]
        `The SecondsPath parameter references a value beyond 99999999: ${path} == ${value}`,
};

/** A Task's `TimeoutSecondsPath` and `HeartbeatSecondsPath`. [inferred], but for a path that leads nowhere. */
export function taskTexts(field: string): NumberTexts {
  return {
    notANumber: (path, value) => `The ${field}Path parameter cannot be parsed as a long value: ${path} == ${value}`,
    outOfRange: (path, value) => `The ${field}Path parameter does not reference a positive value: ${path} == ${value}`,
  };
}

/** The numbers of a Map, each with a sentence of its own for the range. Those of an ItemBatcher are [inferred]. */
export function mapTexts(field: string, kind: "integer" | "float", range: (value: string) => string): NumberTexts {
  return {
    notANumber: (path, value) =>
      `The ${field}Path field refers to value "${value}" which is not a valid ${kind}: ${path}`,
    outOfRange: (_path, value) => range(value),
    takesText: true,
  };
}
