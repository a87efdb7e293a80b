/**
 * The name that an unknown one was meant for; of several that are equally near, the last one.
 *
 * @param farthest how many letters may differ.
 */
export function nearestName(name: string, names: Iterable<string>, farthest: number): string | undefined {
  let nearest: string | undefined;
  let least = Math.min(farthest, name.length - 1);
  for (const candidate of names) {
    const distance = edits(name, candidate);
    if (distance > least) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

/** The Levenshtein distance: how many letters have to be put in, taken out or changed. */
function edits(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const [diagonal = 0, above = 0, left = 0] = [previous[column - 1], previous[column], current[column - 1]];
      const changed = one[row - 1] === other[column - 1] ? 0 : 1;
      current.push(Math.min(diagonal + changed, above + 1, left + 1));
    }
    previous = current;
  }
  return previous[other.length] ?? 0;
}
