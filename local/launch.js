// Plain JavaScript, because it must run on whatever Node.js there is to say that it is too old.
const OLDEST = [22, 18];

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  process.stderr.write(
    `Node.js ${process.versions.node} is too old, ${OLDEST.join(".")} is needed: the dev dependency "node" brings one; ` +
      'run "npm rebuild node" if its install script was skipped.\n',
  );
  process.exit(1);
}

// Stripped and compiled code is kept next to the packages. Were it the script that said so, that script at least would be
// stripped at every start, by a compiler that stays in memory ever after: 30 MB.
const { enableCompileCache } = await import("node:module");
enableCompileCache(`${import.meta.dirname}/../node_modules/.cache/node`);

// `node local/launch.js main.ts …`: the script sees its own arguments only.
const [script] = process.argv.splice(2, 1);
await import(`./${script}`);
