/** A place inside a resource's properties: names of members and indices of items. */
export type PropertyPath = readonly (string | number)[];

/** Pulumi's spelling of a place: `attributes[0].name`, `tags["cost:center"]`. */
export function formatPath(path: PropertyPath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (/^[A-Za-z_$][\w$]*$/.test(step)) text += text === "" ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/**
 * Reads Pulumi's spelling of a place; `*` stands for every member or item.
 *
 * @throws Error when a bracket or quote is not closed.
 */
export function parsePath(text: string): PropertyPath {
  const path: (string | number)[] = [];
  let rest = text;
  while (rest !== "") {
    const match = /^\.?([^.[\]"]+)/.exec(rest) ?? /^\[(\d+|\*|"(?:[^"\\]|\\.)*")\]/.exec(rest);
    const step = match?.[1];
    if (match === null || step === undefined) throw new Error(`"${text}" is no property path`);
    if (step.startsWith('"')) path.push(JSON.parse(step) as string);
    else path.push(match[0].startsWith("[") && step !== "*" ? Number(step) : step);
    rest = rest.slice(match[0].length);
  }
  return path;
}
