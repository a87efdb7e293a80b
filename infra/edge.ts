import { createHash } from "node:crypto";
import { Distribution, type DistributionArgs } from "@pulumi/aws/cloudfront/distribution.js";
import { Function as EdgeFunction } from "@pulumi/aws/cloudfront/function.js";
import type { Role } from "@pulumi/aws/iam/role.js";
import { all, type ComponentResourceOptions, type Output, secret } from "@pulumi/pulumi";
import { edgeCode } from "./bundle.ts";
import { Component, type Transform, transformed } from "./component.ts";
import { logicalName } from "./naming.ts";
import type { WebSocketApi } from "./websocket/api.ts";

/** The header in which the edge hands on the path that a client asked for; `functions/viewer-request.ts` sets it. */
export const PATH_HEADER = "ws-uri";
/**
 * The header by which the edge proves to the API that it is the edge. CloudFront refuses to add headers that begin with
 * `X-Edge-` or `X-Amz-`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html
 */
export const PROOF_HEADER = "x-origin-proof";

/** AWS's managed policies; own ones would count against twenty per account. */
const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
/** All of the viewer's headers, the `Sec-WebSocket-*` ones among them, but `Host`: API Gateway answers 403 to a foreign one. */
const ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

export interface EdgeArgs {
  /** What the edge is in front of; its stage is the path of the origin. */
  api: WebSocketApi;
  /** What {@link PROOF_HEADER} holds; see {@link edgeSecret}. */
  secret: Output<string>;
  /** Changes to the resources inside. */
  transform?: { distribution?: Transform<DistributionArgs> };
}

/**
 * CloudFront in front of a WebSocket API, so that URLs may have a path. A function moves the path to a header before the API
 * sees the request.
 *
 * Viewers come by TLS only. With CloudFront's own certificate AWS fixes the oldest TLS version that viewers may speak; a
 * newer one takes a domain with a certificate: `transform.distribution`. The API is spoken to by TLS 1.2.
 *
 * @example
 * ```ts
 * const edge = new Edge("edge", { api, secret: sessions.edgeSecret });
 * ```
 */
export class Edge extends Component {
  readonly nodes: { readonly distribution: Distribution; readonly viewerRequest: EdgeFunction };
  /** Where clients connect, with any path behind it. */
  readonly url: Output<string>;

  constructor(name: string, args: EdgeArgs, options?: ComponentResourceOptions) {
    super("Edge", name, options);
    const viewerRequest = new EdgeFunction(
      logicalName("edgeFunction", `${name}-viewer-request`),
      { runtime: "cloudfront-js-2.0", publish: true, code: edgeCode("viewer-request.ts") },
      { parent: this },
    );
    const distribution = new Distribution(
      ...transformed<DistributionArgs>(
        args.transform?.distribution,
        name,
        distributionArgs(args.api, args.secret, viewerRequest),
        { parent: this },
      ),
    );
    this.nodes = { distribution, viewerRequest };
    this.url = all([args.api.url, distribution.domainName]).apply(
      ([url, domainName]) => `${url.slice(0, url.indexOf(":"))}://${domainName}`,
    );
    this.registerOutputs({ url: this.url });
  }
}

/**
 * A secret that stays the same for as long as the stack lives and that no client ever sees: a hash of a role's unique id,
 * which AWS draws at random. It needs no provider of randomness and no configuration.
 */
export function edgeSecret(role: Role): Output<string> {
  return secret(role.uniqueId).apply((id) => createHash("sha256").update(`edge:${id}`).digest("hex"));
}

function distributionArgs(api: WebSocketApi, proof: Output<string>, viewerRequest: EdgeFunction): DistributionArgs {
  return {
    enabled: true,
    comment: "Paths for WebSocket URLs",
    isIpv6Enabled: true,
    // WebSockets begin as HTTP/1.1; a client that is offered HTTP/2 would have to fall back.
    httpVersion: "http1.1",
    origins: [
      {
        originId: "api",
        domainName: api.host,
        originPath: `/${api.stageName}`,
        customHeaders: [{ name: PROOF_HEADER, value: proof }],
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: "https-only",
          originSslProtocols: ["TLSv1.2"],
        },
      },
    ],
    defaultCacheBehavior: {
      targetOriginId: "api",
      viewerProtocolPolicy: "https-only",
      allowedMethods: ["GET", "HEAD"],
      cachedMethods: ["GET", "HEAD"],
      cachePolicyId: CACHING_DISABLED,
      originRequestPolicyId: ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [{ eventType: "viewer-request", functionArn: viewerRequest.arn }],
    },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: { cloudfrontDefaultCertificate: true },
  };
}
