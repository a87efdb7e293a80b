/** Whether an object in a JSON text has a name twice, which `$parse` refuses (floci-io/floci#2676). */
export function hasRepeatedName(text: string): boolean {
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}:]/gsu;
  /** The names of each open object and array. */
  const levels: Set<unknown>[] = [];
  let lastString = "";
  for (const [found] of text.matchAll(token)) {
    if (found === "{" || found === "[") levels.push(new Set());
    else if (found === "}" || found === "]") levels.pop();
    else if (found === ":") {
      const names = levels.at(-1);
      const name: unknown = JSON.parse(lastString);
      if (names?.has(name)) return true;
      names?.add(name);
    } else lastString = found;
  }
  return false;
}
