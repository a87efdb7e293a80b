import { isObject, type Json, type JsonObject } from "../json.ts";
import { isOperator } from "./conditions/condition.ts";
import { malformedPolicy } from "./errors.ts";
import { textsOf } from "./principal.ts";

/** What a document is for: identity policies (managed ones among them) name resources, trust policies principals. */
export type PolicyUse = "identity" | "managed" | "trust";

const VERSIONS = ["2012-10-17", "2008-10-17"];
const DOCUMENT_FIELDS = new Set(["Version", "Id", "Statement"]);
const STATEMENT_FIELDS = new Set([
  ...["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"],
]);
const TRUST_ACTIONS = /^(\*|sts:(\*|AssumeRole.*|TagSession|SetSourceIdentity|SetContext|Assume\*))$/i;

/**
 * Refuses what IAM refuses when a policy is put.
 *
 * @throws AwsError `MalformedPolicyDocument` with IAM's text.
 */
export function checkPolicy(text: string, use: PolicyUse): void {
  const document = parse(text, use);
  const version = document["Version"];
  if (version !== undefined && !VERSIONS.includes(String(version))) throw syntaxError();
  // Without one it is of 2008, which managed policies came after (Meteor-Community-Packages/Meteor-CollectionFS#630).
  if (use === "managed" && version !== "2012-10-17") {
    throw malformedPolicy("Policy document must be version 2012-10-17 or greater.");
  }
  const listed = document["Statement"];
  if (listed === undefined) throw unreadable(use, "Missing required field Statement");
  const statements: readonly Json[] = Array.isArray(listed) ? listed : [listed];
  if (statements.length === 0) throw malformedPolicy("Policy statement must contain resources.");
  const sids = new Set<string>();
  for (const statement of statements) {
    if (!isObject(statement)) throw syntaxError();
    checkSid(statement, sids);
    checkStatement(statement, use);
  }
}

function parse(text: string, use: PolicyUse): JsonObject {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw unreadable(use, "This policy contains invalid Json");
  }
  if (!isObject(document)) throw syntaxError();
  for (const field of Object.keys(document)) if (!DOCUMENT_FIELDS.has(field)) throw syntaxError();
  return document;
}

function checkSid(statement: JsonObject, sids: Set<string>): void {
  const sid = statement["Sid"];
  if (sid === undefined || sid === "") return;
  if (typeof sid !== "string") throw syntaxError();
  if (!/^[A-Za-z0-9]*$/.test(sid)) {
    throw malformedPolicy(
      `Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*`,
    );
  }
  if (sids.has(sid)) throw malformedPolicy("Statement IDs (SID) in a single policy must be unique.");
  sids.add(sid);
}

function checkStatement(statement: JsonObject, use: PolicyUse): void {
  for (const field of Object.keys(statement)) if (!STATEMENT_FIELDS.has(field)) throw syntaxError();
  const effect = statement["Effect"];
  if (effect === undefined) throw unreadable(use, "Missing required field Effect");
  if (effect !== "Allow" && effect !== "Deny") {
    throw malformedPolicy(use === "trust" ? `Invalid effect: ${String(effect)}` : "The policy failed legacy parsing");
  }
  checkActions(statement, use);
  if (use === "trust") checkTrust(statement);
  else checkIdentity(statement);
  checkConditions(statement["Condition"], use);
}

function checkActions(statement: JsonObject, use: PolicyUse): void {
  const element = statement["Action"] ?? statement["NotAction"];
  if (element === undefined) throw malformedPolicy("Policy statement must contain actions.");
  if (statement["Action"] !== undefined && statement["NotAction"] !== undefined) throw syntaxError();
  const actions = texts(element);
  if (actions.length === 0) throw malformedPolicy("Policy statement must contain actions.");
  for (const action of actions) {
    if (action === "*") continue;
    if (!/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(action)) {
      const colons = action.split(":").length - 1;
      if (colons > 1) throw malformedPolicy("Actions/Condition can contain only one colon.");
      if (colons === 1) throw syntaxError();
      throw malformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    }
    if (use === "trust" && !TRUST_ACTIONS.test(action)) {
      throw malformedPolicy("AssumeRole policy may only specify STS AssumeRole actions.");
    }
  }
}

function checkIdentity(statement: JsonObject): void {
  if (statement["Principal"] !== undefined || statement["NotPrincipal"] !== undefined) {
    throw malformedPolicy("Policy document should not specify a principal.");
  }
  const element = statement["Resource"] ?? statement["NotResource"];
  if (element === undefined) throw malformedPolicy("Policy statement must contain resources.");
  const resources = texts(element);
  if (resources.length === 0) throw malformedPolicy("Policy statement must contain resources.");
  for (const resource of resources) {
    if (resource === "*" || resource.startsWith("${")) continue;
    const parts = resource.split(":");
    if (parts[0] !== "arn" && !(parts[0] ?? "").includes("*")) {
      throw malformedPolicy(`Resource ${resource} must be in ARN format or "*".`);
    }
    if (parts.length < 6 && !resource.includes("*")) throw malformedPolicy("The policy failed legacy parsing");
    const partition = parts[1] ?? "";
    if (partition !== "" && !/^(aws(-[a-z]+)*|[*?${}A-Za-z:]*[*?}])$/.test(partition)) {
      throw malformedPolicy(`Partition "${partition}" is not valid for resource "${resource}".`);
    }
  }
}

function checkTrust(statement: JsonObject): void {
  if (statement["Resource"] !== undefined || statement["NotResource"] !== undefined) {
    throw malformedPolicy("Has prohibited field Resource");
  }
  const principal = statement["Principal"] ?? statement["NotPrincipal"];
  if (principal === undefined) throw malformedPolicy("Missing required field Principal");
  if (principal === "*") return;
  if (!isObject(principal) || Object.keys(principal).length === 0) throw malformedPolicy("Invalid principal in policy");
  for (const [kind, names] of Object.entries(principal)) {
    if (!["AWS", "Service", "Federated", "CanonicalUser"].includes(kind)) {
      throw malformedPolicy(`Invalid principal in policy: "${kind}"`);
    }
    for (const name of texts(names ?? null)) checkPrincipal(kind, name);
  }
}

function checkPrincipal(kind: string, name: string): void {
  const valid =
    (kind === "Service" && /^[a-z0-9.-]+\.(amazonaws\.com|aws\.internal|amazonaws\.com\.cn)$/.test(name)) ||
    (kind === "AWS" && /^(\*|\d{12}|arn:aws[a-z-]*:(iam|sts)::\d{12}:.+|A(ROA|IDA)[A-Z0-9]+)$/.test(name)) ||
    (kind !== "Service" && kind !== "AWS" && name !== "");
  if (!valid) throw malformedPolicy(`Invalid principal in policy: "${kind.toUpperCase()}":"${name}"`);
}

function checkConditions(block: Json | undefined, use: PolicyUse): void {
  if (block === undefined) return;
  if (!isObject(block)) throw syntaxError();
  for (const [operator, keys] of Object.entries(block)) {
    if (!isOperator(operator)) throw unreadable(use, `Invalid Condition type : ${operator}`);
    if (!isObject(keys)) throw syntaxError();
    for (const [key, values] of Object.entries(keys)) {
      if (!key.includes(":")) {
        throw malformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
      }
      if (values === undefined || values === null || isObject(values)) throw syntaxError();
    }
  }
}

/** Text or a list of texts; anything else is no policy. */
function texts(value: Json): readonly string[] {
  const list: readonly Json[] = Array.isArray(value) ? value : [value];
  if (list.some((item) => typeof item !== "string")) throw syntaxError();
  return textsOf(value);
}

/** Trust policies are read as a bucket's are, which names what is wrong; all that is said of others is that it is. */
function unreadable(use: PolicyUse, ofTrust: string): Error {
  return use === "trust" ? malformedPolicy(ofTrust) : syntaxError();
}

function syntaxError(): Error {
  return malformedPolicy("Syntax errors in policy.");
}
