import type { ConnectionAuthorizationType } from "@aws-sdk/client-eventbridge";
import { brokenConstraint, validationErrors } from "../../aws/broken-constraint.ts";
import { AwsError } from "../../aws/error.ts";
import { isObject, type JsonObject } from "../../json.ts";
import { outboundUrl } from "../../outbound-url.ts";
import { validation } from "../errors.ts";
import type { AuthParameters, HttpParameters } from "./connection.ts";

const TYPES: readonly string[] = ["BASIC", "OAUTH_CLIENT_CREDENTIALS", "API_KEY"];
const METHODS: readonly string[] = ["GET", "POST", "PUT"];
const NAME = "[\\.\\-_A-Za-z0-9]+";
const HEADER = "^[ \\t]*[^\\x00-\\x1F:\\x7F]+([ \\t]+[^\\x00-\\x1F:\\x7F]+)*[ \\t]*$";
const VALUE = "^[ \\t]*[^\\x00-\\x1F\\x7F]+([ \\t]+[^\\x00-\\x1F\\x7F]+)*[ \\t]*$";
/** What the model's patterns let through, without their back-tracking. */
const HEADER_TEXT = /^(?=.*[^ \t])[^\x00-\x08\x0A-\x1F:\x7F]+$/;
const VALUE_TEXT = /^(?=.*[^ \t])[^\x00-\x08\x0A-\x1F\x7F]+$/;

interface Rule {
  readonly max: number;
  readonly pattern?: string;
  readonly matches?: RegExp;
  readonly values?: readonly string[];
}

/** Collects what is wrong with a request, to be told in one message as AWS's JSON services do. */
class Findings {
  readonly #found: string[] = [];

  add(value: string | undefined, member: string, must: string): void {
    this.#found.push(brokenConstraint(value ?? null, member, must));
  }

  text(value: string | undefined, member: string, { max, pattern, matches, values }: Rule, secret = false): void {
    const shown = secret ? "***" : value;
    if (value === undefined) this.add(undefined, member, "not be null");
    else if (values !== undefined && !values.includes(value)) {
      this.add(shown, member, `satisfy enum value set: [${values.join(", ")}]`);
    } else if (value.length > max) this.add(shown, member, `have length less than or equal to ${max}`);
    else if (value === "") this.add(shown, member, "have length greater than or equal to 1");
    else if (matches !== undefined && !matches.test(value)) {
      this.add(shown, member, `satisfy regular expression pattern: ${pattern}`);
    }
  }

  error(): AwsError | undefined {
    return this.#found.length === 0 ? undefined : validation(validationErrors(...this.#found));
  }
}

/**
 * Holds what CreateConnection is asked for against the API's model.
 *
 * @throws AwsError `ValidationException`. The sentences on parameters that do not fit the type are not AWS's own.
 */
export function checkConnection(
  name: string | undefined,
  type: string | undefined,
  secret: AuthParameters | undefined,
): asserts type is ConnectionAuthorizationType {
  const findings = new Findings();
  findings.text(name, "name", { max: 64, pattern: NAME, matches: /^[.\-_A-Za-z0-9]+$/ });
  findings.text(type, "authorizationType", { max: 64, values: TYPES });
  if (secret === undefined) findings.add(undefined, "authParameters", "not be null");
  else checkSecret(secret, findings);
  const error = findings.error();
  if (error !== undefined) throw error;
  checkFit(type ?? "", secret ?? {});
}

function checkSecret(secret: AuthParameters, findings: Findings): void {
  const { ApiKeyAuthParameters: key, BasicAuthParameters: basic, OAuthParameters: oauth } = secret;
  const at = (path: string): string => `authParameters.${path}`;
  const header = { max: 512, pattern: HEADER, matches: HEADER_TEXT };
  const value = { max: 512, pattern: VALUE, matches: VALUE_TEXT };
  if (key !== undefined) {
    findings.text(key.ApiKeyName, at("apiKeyAuthParameters.apiKeyName"), header);
    findings.text(key.ApiKeyValue, at("apiKeyAuthParameters.apiKeyValue"), value, true);
  }
  if (basic !== undefined) {
    findings.text(basic.Username, at("basicAuthParameters.username"), value);
    findings.text(basic.Password, at("basicAuthParameters.password"), value, true);
  }
  if (oauth !== undefined) {
    const { ClientParameters: client = { ClientID: undefined, ClientSecret: undefined } } = oauth;
    findings.text(client.ClientID, at("oAuthParameters.clientParameters.clientID"), value);
    findings.text(client.ClientSecret, at("oAuthParameters.clientParameters.clientSecret"), value, true);
    findings.text(oauth.AuthorizationEndpoint, at("oAuthParameters.authorizationEndpoint"), { max: 2048 });
    findings.text(oauth.HttpMethod, at("oAuthParameters.httpMethod"), { max: 64, values: METHODS });
    checkParameters(oauth.OAuthHttpParameters, at("oAuthParameters.oAuthHttpParameters"), findings);
  }
  checkParameters(secret.InvocationHttpParameters, at("invocationHttpParameters"), findings);
}

const KINDS = [
  ["HeaderParameters", "headerParameters"],
  ["QueryStringParameters", "queryStringParameters"],
  ["BodyParameters", "bodyParameters"],
] as const;

function checkParameters(parameters: HttpParameters | undefined, path: string, findings: Findings): void {
  for (const [name, member] of KINDS) {
    const list = parameters?.[name] ?? [];
    if (list.length > 100) findings.add("***", `${path}.${member}`, "have length less than or equal to 100");
    for (const [index, parameter] of listed(list).entries()) {
      const place = `${path}.${member}.${index + 1}.member`;
      checkParameter(parameter, place, name === "HeaderParameters", findings);
    }
  }
}

/** The kinds of members that the router does not look at, because targets have others of the same names. */
function listed(list: unknown): readonly JsonObject[] {
  if (!Array.isArray(list)) throw malformed("Start of structure or map found where not expected.");
  for (const item of list) {
    if (!isObject(item)) throw malformed("Unexpected value in a list of parameters.");
    for (const text of [item["Key"], item["Value"]]) {
      if (typeof text !== "string" && text !== undefined && text !== null)
        throw malformed("A parameter's Key and Value are Strings.");
    }
  }
  return list;
}

function malformed(message: string): AwsError {
  return new AwsError("SerializationException", message, { namespace: "com.amazon.coral.service" });
}

function checkParameter({ Key, Value }: JsonObject, place: string, isHeader: boolean, findings: Findings): void {
  if (typeof Key === "string" && Key.length > 512) {
    findings.add(Key, `${place}.key`, "have length less than or equal to 512");
  } else if (isHeader && typeof Key === "string" && !HEADER_TEXT.test(Key)) {
    findings.add(Key, `${place}.key`, `satisfy regular expression pattern: ${HEADER}`);
  }
  if (isHeader && typeof Value === "string" && Value !== "" && !VALUE_TEXT.test(Value)) {
    findings.add("***", `${place}.value`, `satisfy regular expression pattern: ${VALUE}`);
  }
}

const MEMBERS = {
  API_KEY: "ApiKeyAuthParameters",
  BASIC: "BasicAuthParameters",
  OAUTH_CLIENT_CREDENTIALS: "OAuthParameters",
} as const;

/** The parameters that the type wants, and no others; nothing that only reaches a private network. */
function checkFit(type: string, secret: AuthParameters): void {
  for (const [each, member] of Object.entries(MEMBERS)) {
    if (each === type && secret[member] === undefined) {
      throw validation(`Parameter AuthParameters is not valid. Reason: ${member} is required for ${type}.`);
    }
    if (each !== type && secret[member] !== undefined) {
      throw validation(`Parameter AuthParameters is not valid. Reason: ${member} does not go with ${type}.`);
    }
  }
  const endpoint = secret.OAuthParameters?.AuthorizationEndpoint;
  if (endpoint !== undefined && outboundUrl(endpoint) === undefined) {
    throw validation(
      "Parameter AuthorizationEndpoint is not valid. Reason: it must be a URL that begins with https://.",
    );
  }
  refusePrivate(secret.ConnectivityParameters);
}

/**
 * Refuses connectivity to private endpoints.
 *
 * @throws AwsError `ValidationException`, in the runtime's own words.
 */
export function refusePrivate(connectivity: object | undefined): void {
  if (connectivity === undefined) return;
  throw validation("Connections to private APIs are not supported by the local runtime: it has no VPC Lattice.");
}
