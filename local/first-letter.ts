/** `TableName` → `tableName`: AWS's wire names and its shapes' often differ in the first letter only. */
export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** `tableName` → `TableName`. */
export function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
