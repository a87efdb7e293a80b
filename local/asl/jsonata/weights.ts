/** Characters of a text that weigh as much as a number. */
const CHARACTERS = 8;

/** What a text of so many characters weighs. */
export function weightOfText(length: number): number {
  return 1 + length / CHARACTERS;
}

/**
 * How many values a value is made of, which is what functions that go through it cost. A value that stands in several places counts
 * in each of them: `($x := [[$x], [$x]])`, forty times over, is small in memory, but nobody can compare or print it.
 */
export class Weights {
  readonly #known = new WeakMap<object, number>();

  /** @returns the weight as far as it is below `most`, else something above. */
  of(value: unknown, most: number): number {
    if (typeof value === "string") return weightOfText(value.length);
    if (typeof value !== "object" || value === null) return 1;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    let weight = 1;
    if (Array.isArray(value)) {
      for (const item of value as readonly unknown[]) {
        weight += this.of(item, most - weight);
        if (weight > most) return weight;
      }
    } else if (isPlain(value)) {
      for (const member of Object.values(value)) {
        weight += this.of(member, most - weight);
        if (weight > most) return weight;
      }
    }
    this.#known.set(value, weight);
    return weight;
  }
}

/** Functions of the library are objects too, that refer to all they can see. */
function isPlain(value: object): boolean {
  return !("_jsonata_lambda" in value || "_jsonata_function" in value);
}
