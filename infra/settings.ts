import { Config, getProject, type Input, runtime, secret } from "@pulumi/pulumi";
import { type Problem, refuseIfAny } from "./errors.ts";
import { STACK_TAGS } from "./tags.ts";

/** What `$default` does with a frame that no other route takes. */
const DEFAULT_ROUTES = ["echo", "hello", "pizza"] as const;
/** How the payment function decides: by real checks, by chance as reference 004 does, or always the same way. */
const PAYMENT_OUTCOMES = ["validate", "random", "approve", "decline"] as const;
/** What API Gateway logs. Anything but `OFF` needs the account's logging role: see `infra/bootstrap`. */
export const LOG_LEVELS = ["OFF", "ERROR", "INFO"] as const;
/** The retention times that CloudWatch Logs knows, in days. */
const RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
/** The longest wait of a Wait state, in seconds. */
const LONGEST_WAIT = 99_999_999;
/** What the CLI takes for the `integer` of `Pulumi.yaml` (`ValidateConfigValue` in pulumi/pulumi sdk/go/common/workspace/project.go). */
const INTEGER = /^[+-]?\d+$/;
/** AWS allows 50; the program adds its own. */
const MAX_TAGS = 45;
const TAG_NAME = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu;
const TAG_NAME_RULE = "1 to 128 letters, digits, spaces and _.:/=+-@, not beginning with aws:";
/**
 * IAM does not tell tags apart by case, and refuses a role with both.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
const TAG_TWICE = `is a tag already, in capitals or not: ${STACK_TAGS.join(" and ")} are the program's own`;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;
const TAG_VALUE_RULE = "is no tag: its value may have 256 letters, digits, spaces and _.:/=+-@";

/** Whose configuration may stand beside the program's own: the providers that it uses, and Pulumi itself. */
const NAMESPACES = ["aws", "awsx", "pulumi", "pulumi-nodejs"] as const;

/** The configuration of a stack, checked. `Pulumi.yaml` says the same with a description for each. */
export interface Settings {
  /** The stage of the API, the last part of its URL. @default "dev" */
  readonly stageName: string;
  /** @default "echo" */
  readonly defaultRoute: (typeof DEFAULT_ROUTES)[number];
  /** Seconds that the sample workflows wait between two steps. @default 5 */
  readonly waitSeconds: number;
  /** Days after which DynamoDB forgets an order. @default 90 */
  readonly orderRetentionDays: number;
  /** Hours after which DynamoDB forgets a session that never disconnected. @default 24 */
  readonly sessionHours: number;
  /** A CloudFront distribution in front, for URLs with paths. @default false */
  readonly edge: boolean;
  /** @default "validate" */
  readonly paymentOutcome: (typeof PAYMENT_OUTCOMES)[number];
  /** Days that logs are kept. @default 14 */
  readonly logRetentionDays: number;
  /** @default "OFF" */
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** A CloudTrail trail for the account's audit. @default false */
  readonly audit: boolean;
  /** Where alarms are sent. @default none: no alarms */
  readonly alarmEmail?: Input<string>;
  /** Tags for every resource. @default none */
  readonly tags: Readonly<Record<string, Input<string>>>;
}

/**
 * Reads and checks the stack's configuration.
 *
 * @throws UserError that lists every wrong value and every key that nothing reads, before any resource is registered.
 */
export function readSettings(config: Config = new Config()): Settings {
  const reader = new Reader(config);
  const alarmEmail = reader.text("alarmEmail", "", /^$|^[^@\s]+@[^@\s]+\.[^@\s]+$/, "must be an e-mail address");
  const settings: Settings = {
    stageName: reader.text(
      "stageName",
      "dev",
      /^[A-Za-z0-9_-]{1,128}$/,
      "must be 1 to 128 letters, digits, hyphens and underscores",
    ),
    defaultRoute: reader.oneOf("defaultRoute", "echo", DEFAULT_ROUTES),
    waitSeconds: reader.whole("waitSeconds", 5, 0, LONGEST_WAIT),
    orderRetentionDays: reader.whole("orderRetentionDays", 90, 1, 3650),
    sessionHours: reader.whole("sessionHours", 24, 1, 8760),
    edge: reader.flag("edge", false),
    paymentOutcome: reader.oneOf("paymentOutcome", "validate", PAYMENT_OUTCOMES),
    logRetentionDays: reader.retention("logRetentionDays", 14),
    logLevel: reader.oneOf("logLevel", "OFF", LOG_LEVELS),
    audit: reader.flag("audit", false),
    ...(alarmEmail === "" ? {} : { alarmEmail: reader.guarded("alarmEmail", alarmEmail) }),
    tags: reader.tags("tags"),
  };
  reader.refuseUnread(runtime.allConfig());
  refuseIfAny(`The configuration of ${getProject()} is wrong:`, reader.problems);
  return settings;
}

/** Reads one value after another and remembers what was wrong with each. */
class Reader {
  readonly problems: Problem[] = [];
  readonly #config: Config;
  readonly #secrets = secretKeys();
  readonly #read = new Set<string>();

  constructor(config: Config) {
    this.#config = config;
  }

  text(key: string, fallback: string, pattern: RegExp, rule: string): string {
    const value = this.#value(key) ?? fallback;
    return pattern.test(value) ? value : this.#refuse(key, value, rule, fallback);
  }

  oneOf<const Choice extends string>(key: string, fallback: Choice, choices: readonly Choice[]): Choice {
    const value = this.#value(key) ?? fallback;
    const choice = choices.find((each) => each === value);
    return choice ?? this.#refuse(key, value, `must be one of ${choices.join(", ")}`, fallback);
  }

  whole(key: string, fallback: number, least: number, most: number): number {
    const value = this.#value(key) ?? String(fallback);
    const number = INTEGER.test(value) ? Number(value) : Number.NaN;
    return number >= least && number <= most
      ? number
      : this.#refuse(key, value, `must be a whole number from ${least} to ${most}`, fallback);
  }

  retention(key: string, fallback: number): number {
    const value = this.#value(key) ?? String(fallback);
    return INTEGER.test(value) && RETENTION_DAYS.includes(Number(value))
      ? Number(value)
      : this.#refuse(key, value, `must be one of ${RETENTION_DAYS.join(", ")} days`, fallback);
  }

  flag(key: string, fallback: boolean): boolean {
    const value = this.#value(key) ?? String(fallback);
    if (value === "true" || value === "false") return value === "true";
    return this.#refuse(key, value, "must be true or false", fallback);
  }

  tags(key: string): Settings["tags"] {
    const text = this.#value(key) ?? "";
    const entries = text.startsWith("{") ? objectEntries(text) : pairs(text);
    if (entries === undefined) {
      return this.#refuse(key, text, 'must be name=value pairs with commas between them, or {"name":"value"}', {});
    }
    if (entries.length > MAX_TAGS) return this.#refuse(key, text, `must have at most ${MAX_TAGS} tags`, {});
    const taken = new Set<string>(STACK_TAGS);
    for (const [name, value] of entries) {
      if (!TAG_NAME.test(name)) this.#refuse(key, name, `is no tag name: ${TAG_NAME_RULE}`, "");
      if (taken.has(name.toLowerCase())) this.#refuse(key, name, TAG_TWICE, "");
      taken.add(name.toLowerCase());
      if (!TAG_VALUE.test(value)) this.#refuse(key, `${name}=${value}`, TAG_VALUE_RULE, "");
    }
    return Object.fromEntries(entries.map(([name, value]) => [name, this.guarded(key, value)]));
  }

  /** The value, as a secret when `pulumi config set --secret` made it one. */
  guarded(key: string, value: string): Input<string> {
    return this.#isSecret(key) ? secret(value) : value;
  }

  /** Refuses the keys that nothing has read: a misspelt name would be without effect, and the CLI lets it pass. */
  refuseUnread(all: Readonly<Record<string, string>>): void {
    const { name: own } = this.#config;
    for (const where of Object.keys(all)) {
      const [namespace = "", key = ""] = where.split(/:(.*)/s);
      if (namespace === own ? this.#read.has(key) : NAMESPACES.some((each) => each === namespace)) continue;
      const reason =
        namespace === own
          ? `is no key of this program, which reads ${[...this.#read].join(", ")}`
          : `is in a namespace that nothing reads: use ${[own, ...NAMESPACES].join(", ")}`;
      this.problems.push({ where, reason });
    }
  }

  #value(key: string): string | undefined {
    this.#read.add(key);
    return this.#config.get(key);
  }

  #isSecret(key: string): boolean {
    return this.#secrets.has(`${this.#config.name}:${key}`);
  }

  #refuse<T>(key: string, value: unknown, rule: string, fallback: T): T {
    const shown = this.#isSecret(key) ? "the secret" : JSON.stringify(value);
    this.problems.push({ where: `${this.#config.name}:${key}`, reason: `${shown} ${rule}` });
    return fallback;
  }
}

/** The keys of secrets, as the CLI's language host tells them: the SDK has no public function for it. */
function secretKeys(): ReadonlySet<unknown> {
  const keys: unknown = JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] || "[]");
  return new Set(Array.isArray(keys) ? keys : []);
}

type Pair = readonly [name: string, value: string];

function pairs(text: string): readonly Pair[] | undefined {
  const entries = text
    .split(",")
    .filter((each) => each.trim() !== "")
    .map((each): Pair => [each.slice(0, each.indexOf("=")).trim(), each.slice(each.indexOf("=") + 1).trim()]);
  return text.split(",").every((each) => each.trim() === "" || each.indexOf("=") > 0) ? entries : undefined;
}

/** Numbers and flags of the JSON are the texts that tags are. */
function objectEntries(text: string): readonly Pair[] | undefined {
  try {
    const entries = Object.entries<unknown>(JSON.parse(text));
    return entries.every(([, value]) => ["string", "number", "boolean"].includes(typeof value))
      ? entries.map(([name, value]) => [name, String(value)])
      : undefined;
  } catch {
    return undefined;
  }
}
