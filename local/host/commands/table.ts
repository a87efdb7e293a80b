/** Rows in columns, as the CLI prints them: two spaces between, the last one as it is. */
export function table(headers: readonly string[], rows: readonly (readonly string[])[], indent = ""): string {
  const all = [headers, ...rows];
  const widths = headers.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join("  ");
  return all.map((row) => `${indent}${line(row)}\n`).join("");
}
