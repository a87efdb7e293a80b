import { write } from "./generated.ts";
import { parts } from "./parts.ts";

// `node tests/docs/write.ts` brings the generated parts of docs/ up to date; a test compares them.
for (const part of await parts()) write(part);
