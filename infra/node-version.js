import { RunError } from "@pulumi/pulumi";

// Plain JavaScript, because it must run on whatever Node.js there is to say that it is too old. The Pulumi CLI starts the
// first `node` on the PATH; without this, that one would complain of a file name.
if (!process.features.typescript) {
  const tooOld = new RunError(
    `Node.js ${process.versions.node} does not run TypeScript: put 22.18 or newer first on the PATH, ` +
      'or run "npm run pulumi -- up", which brings one.',
  );
  // Nobody sees it, and Node.js 20 takes half a minute to colour it.
  tooOld.stack = "";
  throw tooOld;
}
