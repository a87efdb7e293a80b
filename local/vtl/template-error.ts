/** A template that cannot be parsed, or that failed while it was rendered. Lines and columns count from 1. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
  readonly line: number;
  readonly column: number;

  constructor(message: string, position: Position) {
    super(`${message} (line ${position.line}, column ${position.column})`);
    this.line = position.line;
    this.column = position.column;
  }
}

/** A place in a template's text. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The line and column of an offset. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}
