import { upperFirst } from "../first-letter.ts";
import type { JavaObject, Value } from "./values.ts";

/** `$foreach`, Velocity's `ForeachScope`: each getter is a property and a method, `$foreach.hasNext` and `$foreach.hasNext()`. */
export class LoopState implements JavaObject {
  readonly javaObject = true;
  readonly #index: number;
  readonly #length: number;
  readonly #parent: LoopState | null;

  /** @param parent that of the loop around this one. */
  constructor(index: number, length: number, parent: LoopState | null) {
    this.#index = index;
    this.#length = length;
    this.#parent = parent;
  }

  property(name: string): Value | undefined {
    switch (name) {
      case "index":
        return BigInt(this.#index);
      case "count":
        return BigInt(this.#index + 1);
      case "hasNext":
        return this.#index + 1 < this.#length;
      case "first":
        return this.#index === 0;
      case "last":
        return this.#index + 1 === this.#length;
      case "parent":
        return this.#parent;
      case "topmost":
        return this.#parent === null ? this : this.#parent.property(name);
      default:
        return undefined;
    }
  }

  call(name: string): Value | undefined {
    if (name === "hasNext") return this.property(name);
    const property = GETTERS.find((one) => name === `get${upperFirst(one)}` || name === `is${upperFirst(one)}`);
    return property === undefined ? undefined : this.property(property);
  }

  print(): string {
    return "{}";
  }
}

const GETTERS = ["index", "count", "first", "last", "parent", "topmost"] as const;
