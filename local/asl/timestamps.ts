/** Milliseconds since the epoch of an RFC 3339 timestamp as the language asks for; undefined where it is none. */
export function parseTimestamp(text: string): number | undefined {
  return text === "" ? undefined : Date.parse(text);
}

/** As the Context Object writes times: ISO 8601 in UTC with milliseconds. */
export function formatTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
