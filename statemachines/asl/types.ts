/** A JSONata expression as a field holds it. */
export type Jsonata = `{%${string}%}`;
