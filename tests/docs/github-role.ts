import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";

const github = new OpenIdConnectProvider("github", {
  url: "https://token.actions.githubusercontent.com",
  clientIdLists: ["sts.amazonaws.com"],
});

/** Taken on by the jobs of pull requests and of the nightly sweep of one repository, and by nobody else. */
const ephemeral = new Role("github-ephemeral-stacks", {
  maxSessionDuration: 7200,
  assumeRolePolicy: github.arn.apply((arn) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: arn },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
              "token.actions.githubusercontent.com:sub": [
                "repo:OWNER/REPO:pull_request",
                "repo:OWNER/REPO:ref:refs/heads/main",
              ],
            },
          },
        },
      ],
    }),
  ),
});

// The two policies above, as managed policies of your account.
for (const policy of ["websocket-orders-deployer", "websocket-orders-suite"]) {
  new RolePolicyAttachment(policy, { role: ephemeral.name, policyArn: `arn:aws:iam::ACCOUNT:policy/${policy}` });
}

// Where ephemeral stacks are kept, PULUMI_BACKEND_URL=s3://BUCKET: a bucket that holds no other stacks.
new RolePolicy("ephemeral-state", {
  role: ephemeral.name,
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::BUCKET"] },
      {
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
        Resource: ["arn:aws:s3:::BUCKET/*"],
      },
    ],
  }),
});

export const ephemeralRoleArn = ephemeral.arn;
