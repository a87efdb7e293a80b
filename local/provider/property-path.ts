/** A place inside a resource's properties: names of members and indices of items. */
export type PropertyPath = readonly (string | number)[];

/**
 * Pulumi's spelling of a place: `attributes[0].name`, `tags["cost:center"]`. The engine refuses an answer with a path
 * that it cannot read, and a name that ends in `\` has no spelling there: such a place is told by what it is in.
 */
export function formatPath(path: PropertyPath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (/^[A-Za-z_$][\w$]*$/.test(step)) text += text === "" ? step : `.${step}`;
    else if (step.endsWith("\\")) break;
    else text += `["${step.replaceAll('"', '\\"')}"]`;
  }
  return text;
}

/** A step of a path: a quoted name, in which only quotes are escaped, an index, or a plain name. */
const STEP = /^(?:\["(?<quoted>(?:\\"|(?!\\")[^"])*)"\]|\[(?<index>\d+|\*)\]|(?<name>[^.[]+))\.*/;

/**
 * Reads Pulumi's spelling of a place as the engine does (`ParsePropertyPath` in pulumi/pulumi
 * sdk/go/common/resource/properties_path.go); `*` stands for every member or item.
 *
 * @throws Error when a bracket or quote is not closed.
 */
export function parsePath(text: string): PropertyPath {
  const path: (string | number)[] = [];
  let rest = text.replace(/^\.+/, "");
  while (rest !== "") {
    const match = STEP.exec(rest);
    if (match === null) throw new Error(`"${text}" is no property path`);
    const { quoted, index, name = "" } = match.groups ?? {};
    if (quoted !== undefined) path.push(quoted.replaceAll('\\"', '"'));
    else path.push(index === undefined || index === "*" ? (index ?? name) : Number(index));
    rest = rest.slice(match[0].length);
  }
  return path;
}
