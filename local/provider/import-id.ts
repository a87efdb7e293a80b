import type { ResourceSchema } from "./schema.ts";

/**
 * Import ids have a form of their own where an id alone does not lead to the resource.
 *
 * @throws Error naming the form.
 */
export function refuseWrongImportId(type: string, { id: own, importId = own }: ResourceSchema, id: string): void {
  const forms = importId.split(" or ").map((form) => form.replaceAll(/\{(\w+)\}/g, (_, part) => formOf(part)));
  if (new RegExp(`^(${forms.join("|")})$`, "s").test(id)) return;
  throw new Error(
    `"${id}" does not lead to a resource of the type ${type}: the id to import it by has the form ${importId}`,
  );
}

/** Parts of ids in which a slash is a character like any other. */
const SLASHED = ["alarmName", "busName", "logGroupName", "policyName"];

/** What a part of an id looks like: ARNs and URLs are told from names, and a name ends where the next part begins. */
function formOf(part: string): string {
  if (part.endsWith("Arn")) return "arn:.+";
  if (part === "queueUrl") return "https?://[^/]+/\\d{12}/[^/]+";
  if (part === "accountId") return "\\d{12}";
  return SLASHED.includes(part) ? ".+" : "[^/]+";
}
