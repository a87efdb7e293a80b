import type { JsonObject } from "../json.ts";

/**
 * What is wrong with a `Select` beside the attributes that a Query or Scan names, in DynamoDB's words (nubo-db/dynoxide#100,
 * #121); undefined when they go together.
 */
export function selectionProblem(request: JsonObject): string | undefined {
  const { Select: select, ProjectionExpression: projection, AttributesToGet: names, IndexName: index } = request;
  const named = projection !== undefined ? "ProjectionExpression" : names !== undefined ? "AttributesToGet" : undefined;
  switch (select) {
    case "SPECIFIC_ATTRIBUTES":
      return named === undefined
        ? "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES"
        : undefined;
    case "ALL_PROJECTED_ATTRIBUTES":
      if (index === undefined) return "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName";
      return unwanted(named, select);
    case "ALL_ATTRIBUTES":
      return unwanted(named, select);
    case "COUNT":
      return unwanted(named, "only the Count");
    default:
      return undefined;
  }
}

function unwanted(named: string | undefined, wanted: string): string | undefined {
  return named === undefined ? undefined : `Cannot specify the ${named} when choosing to get ${wanted}`;
}
