/** A place in a text, as Jackson counts: both start at one, and the column is the one after the characters read. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A JSON value that knows where it stands. */
export type Node = ScalarNode | ArrayNode | ObjectNode;

interface Placed {
  /**
   * Where a streaming parser stands when it has recognised the value: after a bracket, a number or a literal, but only
   * after the *opening* quote of a string, which it reads when it is asked for. EventBridge reports these places.
   */
  readonly at: Place;
  /** After the whole value. */
  readonly end: Place;
}

/** A text, a number, true, false or null. */
export interface ScalarNode extends Placed {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** A number as it was written. */
  readonly text: string;
}

/** A list. */
export interface ArrayNode extends Placed {
  readonly kind: "array";
  readonly items: readonly Node[];
}

/** An object, whose members stand as they were written, also where a name comes twice. */
export interface ObjectNode extends Placed {
  readonly kind: "object";
  readonly members: readonly { readonly name: string; readonly value: Node }[];
}
