/** What `local/asl/resource/api-models/*.json` are made of: the AWS SDK for JavaScript carries each service's model. */
export interface ModelFile {
  /** The package that it was read from. */
  readonly from: string;
  readonly operations: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, string>>;
}

/** Services by their names in `aws-sdk:NAME`, and the packages with their models. */
export const PACKAGES: Readonly<Record<string, string>> = {
  apigatewayv2: "@aws-sdk/client-apigatewayv2",
  cloudfront: "@aws-sdk/client-cloudfront",
  cloudtrail: "@aws-sdk/client-cloudtrail",
  cloudwatch: "@aws-sdk/client-cloudwatch",
  cloudwatchlogs: "@aws-sdk/client-cloudwatch-logs",
  dynamodb: "@aws-sdk/client-dynamodb",
  dynamodbstreams: "@aws-sdk/client-dynamodb-streams",
  eventbridge: "@aws-sdk/client-eventbridge",
  iam: "@aws-sdk/client-iam",
  lambda: "@aws-sdk/client-lambda",
  resourcegroupstaggingapi: "@aws-sdk/client-resource-groups-tagging-api",
  s3: "@aws-sdk/client-s3",
  sfn: "@aws-sdk/client-sfn",
  sns: "@aws-sdk/client-sns",
  sqs: "@aws-sdk/client-sqs",
  sts: "@aws-sdk/client-sts",
};

/** Which text a binary attribute has in a Task is not documented: it stays Base64, as it is on the wire. */
const BLOBS_ARE_TEXT: ReadonlySet<string> = new Set(["dynamodb", "dynamodbstreams"]);

/** The kinds of schema that the SDK has (@smithy/types: a schema is a tuple that begins with its kind); errors are structures. */
const LIST = 1;
const MAP = 2;
const STRUCTURES: ReadonlySet<unknown> = new Set([3, 4, -3]);
const OPERATION = 9;

/** Scalars, which the SDK writes as numbers. */
const SCALARS: ReadonlyMap<unknown, string> = new Map([
  ...[0].map((code) => [code, "text"] as const),
  ...[1, 17, 19].map((code) => [code, "number"] as const),
  ...[2].map((code) => [code, "boolean"] as const),
  ...[4, 5, 6, 7].map((code) => [code, "timestamp"] as const),
  ...[15].map((code) => [code, "document"] as const),
  ...[21, 42].map((code) => [code, "blob"] as const),
]);
const LIST_OF = 64;
const MAP_OF = 128;

/** The model of a service in the form in which it is kept, from a package of the SDK. */
export function modelOf(service: string, from: string, exported: object): ModelFile {
  const shapes = new Map<string, string>();

  const typeOf = (given: unknown): string => {
    const schema = typeof given === "function" ? (given as () => unknown)() : given;
    if (typeof schema === "number") return scalar(schema);
    if (!Array.isArray(schema)) throw new TypeError(`${service}: unknown schema ${String(schema)}`);
    const [kind, , name, , fourth, fifth] = schema as unknown[];
    // A member with traits is a schema and those.
    if (typeof name !== "string") return typeOf(kind);
    if (kind === 0) return typeOf(fourth);
    if (kind === LIST) return `[${typeOf(fourth)}]`;
    if (kind === MAP) return `{${typeOf(fifth)}}`;
    if (!STRUCTURES.has(kind)) throw new TypeError(`${service}: ${name} is of an unknown kind`);
    if (!shapes.has(name)) {
      shapes.set(name, "");
      shapes.set(name, members(fourth as readonly string[], fifth as readonly unknown[]));
    }
    return name;
  };

  const scalar = (code: number): string => {
    if (code >= MAP_OF) return `{${scalar(code - MAP_OF)}}`;
    if (code >= LIST_OF) return `[${scalar(code - LIST_OF)}]`;
    const type = SCALARS.get(code);
    if (type === undefined) throw new TypeError(`${service}: unknown scalar ${code}`);
    return type === "blob" && BLOBS_ARE_TEXT.has(service) ? "text" : type;
  };

  const members = (names: readonly string[], types: readonly unknown[]): string =>
    names
      .map((name, index) => {
        const type = typeOf(types[index]);
        return type === "text" ? name : `${name}:${type}`;
      })
      .join(" ");

  const operations = Object.values(exported)
    .filter((value: unknown): value is unknown[] => Array.isArray(value) && value[0] === OPERATION)
    .map(([, , name, , input, output]) => {
      const action = String(name).charAt(0).toLowerCase() + String(name).slice(1);
      return [action, `${structure(input)} ${structure(output)}`] as const;
    });
  function structure(given: unknown): string {
    const schema = typeof given === "function" ? (given as () => unknown)() : given;
    return schema === "unit" ? "-" : typeOf(schema);
  }

  const sorted = (entries: Iterable<readonly [string, string]>) =>
    Object.fromEntries([...entries].filter(([, text]) => text !== "").sort(([one], [other]) => (one < other ? -1 : 1)));
  return { from, operations: sorted(operations), shapes: sorted(shapes) };
}
