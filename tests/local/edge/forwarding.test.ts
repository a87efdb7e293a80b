import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { CloudFrontClient, CreateDistributionCommand } from "@aws-sdk/client-cloudfront";
import { expect } from "chai";
import { createEdge } from "../../../local/edge/module.ts";
import { serve } from "../../support/served.ts";

describe("The way from the edge to its origin", () => {
  it("keeps the path as the viewer sent it, so that no dots lead out of the origin's own", async () => {
    const seen: (string | undefined)[] = [];
    const origin = createServer(({ url }, response) => {
      seen.push(url);
      response.end();
    }).listen(0, "127.0.0.1");
    await once(origin, "listening");
    const served = await serve(createEdge);
    const endpointUrl = `http://localhost:${(origin.address() as AddressInfo).port}`;
    Object.assign(served.environment, { endpointUrl });
    try {
      const custom = { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "http-only" } as const;
      const domain = `${new URL(endpointUrl).host}/api`;
      const { Distribution: distribution } = await new CloudFrontClient(served.client).send(
        new CreateDistributionCommand({
          DistributionConfig: {
            CallerReference: "one",
            Comment: "",
            Enabled: true,
            Origins: {
              Quantity: 1,
              Items: [{ Id: "api", DomainName: domain, OriginPath: "/dev", CustomOriginConfig: custom }],
            },
            DefaultCacheBehavior: {
              TargetOriginId: "api",
              ViewerProtocolPolicy: "allow-all",
              CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
            },
          },
        }),
      );
      const paths = ["/a%20b?c=%2F", "/../../?Action=ListUsers", "/%2e%2e/%2E./x", "//y", "/\\..\\z"];
      for (const path of paths) {
        const asked = request(served.client.endpoint, { path: `/${distribution?.Id}${path}` }).end();
        const [response] = await once(asked, "response");
        response.resume();
      }
      expect(seen).to.deep.equal(paths.map((path) => `/api/dev${path}`));
    } finally {
      await served.close();
      origin.closeAllConnections();
      origin.close();
    }
  });
});
