import type { Readable } from "node:stream";

/** Calls `take` with each line of a text; a line may be long and come in many chunks, and each is looked through once. */
export function eachLine(stream: Readable, take: (line: string) => void): void {
  let rest: string[] = [];
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const parts = chunk.split("\n");
    const last = parts.pop() ?? "";
    for (const part of parts) {
      rest.push(part);
      take(rest.join("").replace(/\r$/, ""));
      rest = [];
    }
    if (last !== "") rest.push(last);
  });
  stream.on("end", () => {
    if (rest.length > 0) take(rest.join(""));
  });
}
