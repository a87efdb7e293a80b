import { type Output, output } from "@pulumi/pulumi";

/**
 * A value with every output inside it resolved. The types of Pulumi's own `output` cannot follow recursive types such as
 * templates and workflow references; who calls this says what comes out.
 */
export function resolved<T>(value: unknown): Output<T> {
  return output(value as string) as Output<unknown> as Output<T>;
}
