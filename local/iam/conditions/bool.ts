import type { Comparison } from "./comparison.ts";
import { stringEqualsIgnoreCase } from "./string.ts";

/** `"true"` or `"false"`, in whatever case. */
export const bool: Comparison = { compile: stringEqualsIgnoreCase.compile };
