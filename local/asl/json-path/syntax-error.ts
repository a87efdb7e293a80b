/** The text is no path. The message is what AWS puts after `Value is not a Reference Path: `. */
export class PathSyntaxError extends Error {
  override readonly name = "PathSyntaxError";
}
