/** What a managed origin request policy forwards of the viewer's headers; cookies and query strings go with all of these. */
export interface OriginRequestPolicy {
  readonly name: string;
  readonly forwardsHost: boolean;
  readonly forwardsHeaders: boolean;
}

/** The managed policies the runtime knows (CFDG/using-managed-origin-request-policies). */
const ORIGIN_REQUEST_POLICIES: Readonly<Record<string, OriginRequestPolicy>> = {
  "b689b0a8-53d0-40ab-baf2-68738e2966ac": {
    name: "Managed-AllViewerExceptHostHeader",
    forwardsHost: false,
    forwardsHeaders: true,
  },
  "216adef6-5c7f-47e4-b989-5492eafa07d3": { name: "Managed-AllViewer", forwardsHost: true, forwardsHeaders: true },
};

/** The managed cache policy that WebSockets need (CFDG/using-managed-cache-policies). */
export const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/** Without a policy CloudFront forwards what a handshake needs and nothing else of the viewer's. */
const NONE: OriginRequestPolicy = { name: "none", forwardsHost: false, forwardsHeaders: false };

/** A policy by id; undefined for ids that are not of a managed policy known here. */
export function originRequestPolicy(id: string | undefined): OriginRequestPolicy | undefined {
  return id === undefined || id === "" ? NONE : ORIGIN_REQUEST_POLICIES[id];
}
