import type { ResourceSchema } from "./schema.ts";

/**
 * Import ids have a form of their own where an id alone does not lead to the resource.
 *
 * @throws Error naming the form.
 */
export function refuseWrongImportId(type: string, { id: own, importId = own }: ResourceSchema, id: string): void {
  const forms = importId.split(" or ").map((form) => form.replaceAll(/\{\w+\}/g, ".+"));
  if (new RegExp(`^(${forms.join("|")})$`, "s").test(id)) return;
  throw new Error(
    `"${id}" does not lead to a resource of the type ${type}: the id to import it by has the form ${importId}`,
  );
}
