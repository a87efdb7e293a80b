import { isObject, type Json, type JsonObject } from "../../json.ts";
import { nearestName } from "../../nearest-name.ts";
import { isExpression } from "../jsonata/expression-text.ts";
import { texts } from "../validate/texts.ts";
import type { Shape, Structure } from "./api-model.ts";
import { UNKNOWNS } from "./unknowns.ts";

/** Arguments as a definition has them in one of the languages, or those of an execution, where nothing is open any more. */
export type ArgumentsForm = "JSONPath" | "JSONata" | "evaluated";

/**
 * What Step Functions finds wrong with an integration's arguments, at any depth, as far as they are known: names that the
 * integration does not have, and values of a wrong type.
 *
 * Seen: unknown names inside of a map's values, in a definition (zenn.dev/snorlax/articles/721e605fe67d8d) and in evaluated
 * arguments; a number where text is wanted (stackoverflow.com/questions/76373088).
 */
export function argumentProblems(given: JsonObject, structure: Structure, form: ArgumentsForm): readonly string[] {
  const search = new ProblemSearch(form);
  search.members(given, structure);
  return search.problems;
}

class ProblemSearch {
  readonly problems: string[] = [];
  readonly #form: ArgumentsForm;

  constructor(form: ArgumentsForm) {
    this.#form = form;
  }

  members(given: JsonObject, { members }: Structure): void {
    for (const [name, value = null] of Object.entries(given)) {
      const plain = this.#isPath(name) ? name.slice(0, -2) : name;
      const member = members.get(plain);
      if (member !== undefined) this.#member(name, value, member.shape);
      else if (plain === name || UNKNOWNS.refuseDynamicNames) {
        this.problems.push(
          texts.unsupportedArgument(plain, nearestName(plain, members.keys(), UNKNOWNS.suggestionDistance)),
        );
      }
    }
  }

  /** A member of an object, or an item of the list that has the name. */
  #member(name: string, value: Json, shape: Shape): void {
    if (value !== null && !this.#isOpen(name, value)) this.#value(name, value, shape);
  }

  #value(name: string, value: Json, shape: Shape): void {
    switch (shape.kind) {
      case "structure":
        if (isObject(value)) this.members(value, shape);
        else this.#wrongType(name, "OBJECT");
        return;
      case "map":
        if (isObject(value)) this.#values(value, shape.value);
        else this.#wrongType(name, "OBJECT");
        return;
      case "list":
        if (Array.isArray(value)) this.#items(name, value, shape.item);
        else this.#wrongType(name, "ARRAY");
        return;
      case "lists":
        if (!this.#isLists(value)) this.problems.push(texts.argumentFormat(name));
        return;
      case "text":
      case "blob":
        // JSON stands for its own text in some; elsewhere the service refuses it.
        if (typeof value === "number" || typeof value === "boolean") this.#wrongType(name, "STRING");
        return;
      case "number":
      case "boolean":
      case "timestamp":
      case "document":
        return;
      default:
        shape satisfies never;
    }
  }

  #values(map: JsonObject, shape: Shape): void {
    for (const [key, value = null] of Object.entries(map)) this.#member(key, value, shape);
  }

  #items(name: string, list: readonly Json[], shape: Shape): void {
    for (const item of list) this.#member(name, item, shape);
  }

  #isLists(value: Json): boolean {
    if (!isObject(value)) return false;
    return Object.entries(value).every(([name, list = null]) => Array.isArray(list) || this.#isOpen(name, list));
  }

  #wrongType(name: string, type: string): void {
    this.problems.push(texts.argumentType(name, type));
  }

  #isPath(name: string): boolean {
    return this.#form === "JSONPath" && name.endsWith(".$");
  }

  /** Known only once the Task runs. */
  #isOpen(name: string, value: Json): boolean {
    return this.#isPath(name) || (this.#form === "JSONata" && typeof value === "string" && isExpression(value));
  }
}
