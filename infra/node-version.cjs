// Loaded before the program (`nodeargs` in Pulumi.yaml), in plain JavaScript: it must run on whatever Node.js there is to say
// that it is too old. The Pulumi CLI starts the first `node` on the PATH, which would complain of a file name instead.
if (!process.features.typescript) {
  process.stderr.write(
    `Node.js ${process.versions.node} does not run TypeScript: put 22.18 or newer first on the PATH, ` +
      'or run "npm run pulumi -- up", which brings one.\n',
  );
  // The person has been told (pulumi/pulumi sdk/nodejs/cmd/pulumi-language-nodejs/main.go): the CLI adds nothing.
  process.exit(32);
}
