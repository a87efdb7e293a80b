import { isObject, type Json } from "../json.ts";
import { invalidParameter } from "./errors.ts";

/** What older texts and the provider's documentation give as the limit. */
const LONGEST = 5120;
/** Only these, and only to service principals (API_PutResourcePolicy). */
const ACTIONS = /^logs:(PutLogEvents|CreateLogStream|PutLogEventsBatch|PutSubscriptionFilter|\*)$/;

/**
 * Checks a resource policy: statements for services, about writing events.
 *
 * @throws AwsError `InvalidParameterException`.
 */
export function checkDocument(text: string): void {
  if (text.length > LONGEST) throw invalidParameter(`Resource policy size exceeds the limit of ${LONGEST} characters.`);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw invalidParameter("Resource policy document is not valid JSON.");
  }
  const listed = isObject(document) ? document["Statement"] : undefined;
  const statements: readonly Json[] = Array.isArray(listed) ? listed : [listed ?? null];
  for (const statement of statements) {
    if (!isObject(statement)) throw invalidParameter("Resource policy document has no Statement.");
    const { Effect: effect, Principal: principal, Resource: resource } = statement;
    if (effect !== "Allow" && effect !== "Deny")
      throw invalidParameter("Resource policy statement has no valid Effect.");
    if (principal === undefined) throw invalidParameter("Resource policy statement has no Principal.");
    if (resource === undefined) throw invalidParameter("Resource policy statement has no Resource.");
    checkActions(statement["Action"]);
  }
}

function checkActions(element: Json | undefined): void {
  const actions: readonly Json[] = Array.isArray(element) ? element : [element ?? null];
  for (const action of actions) {
    if (typeof action === "string" && ACTIONS.test(action)) continue;
    throw invalidParameter(`Resource policy action ${JSON.stringify(action)} is not supported.`);
  }
}
