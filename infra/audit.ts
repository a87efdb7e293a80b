import { Trail } from "@pulumi/awsx/cloudtrail/trail.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { Component } from "./component.ts";

/**
 * A CloudTrail trail with a bucket of its own: who called what in the account. An account has room for five trails in a
 * region, and the bucket goes only when somebody has emptied it, so short-lived stacks do without.
 *
 * @example
 * ```ts
 * new Audit("audit");
 * ```
 */
export class Audit extends Component {
  readonly nodes: { readonly trail: Trail };
  readonly trailArn: Output<string>;

  constructor(name: string, options?: ComponentResourceOptions) {
    super("Audit", name, options);
    const trail = new Trail(
      `${name}-trail`,
      {
        enableLogging: true,
        isMultiRegionTrail: true,
        enableLogFileValidation: true,
        // The component's own default takes the audit's files away with the stack.
        s3Bucket: { args: { forceDestroy: false } },
      },
      { parent: this },
    );
    this.nodes = { trail };
    this.trailArn = trail.trail.arn;
    this.registerOutputs({ trailArn: this.trailArn });
  }
}
