import { readFileSync, writeFileSync } from "node:fs";

/** Part of a document that a program writes: between `<!-- NAME: … -->` and `<!-- end of NAME -->`. */
export interface Generated {
  /** The file, from the top of the repository. */
  readonly file: string;
  readonly name: string;
  readonly text: string;
}

/** The part as it stands in its file. */
export function written({ file, name }: Generated): string {
  return split(file, name)[1];
}

/** Puts the part into its file. */
export function write(part: Generated): void {
  const [before, , after] = split(part.file, part.name);
  writeFileSync(place(part.file), `${before}\n\n${part.text}\n\n${after}`);
}

function split(file: string, name: string): readonly [before: string, part: string, after: string] {
  const whole = readFileSync(place(file), "utf8");
  const found = new RegExp(`^([^]*<!-- ${name}: [^>]*-->)([^]*)(<!-- end of ${name} -->[^]*)$`).exec(whole);
  if (found === null) throw new Error(`${file} has no place for ${name}`);
  return [found[1] ?? "", (found[2] ?? "").trim(), found[3] ?? ""];
}

function place(file: string): URL {
  return new URL(`../../${file}`, import.meta.url);
}
