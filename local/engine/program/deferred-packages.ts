import { createRequire } from "node:module";

/**
 * What `@pulumi/pulumi` loads at once although only the serialization of functions (`CallbackFunction`, dynamic providers)
 * needs it: more than half of its loading time, and 60 MB.
 */
const SELDOM_NEEDED = ["typescript", "@npmcli/arborist"] as const;

/**
 * Puts off the loading of those packages until something of them is asked for. To be called before `@pulumi/pulumi` is loaded.
 *
 * @param project the folder whose `@pulumi/pulumi` is meant.
 */
export function deferPackages(project: string): void {
  const sdk = createRequire(createRequire(`${project}/package.json`).resolve("@pulumi/pulumi"));
  for (const name of SELDOM_NEEDED) {
    try {
      defer(sdk, sdk.resolve(name));
    } catch {
      // An SDK of another version, which does without it.
    }
  }
}

function defer(require: NodeJS.Require, file: string): void {
  if (require.cache[file] !== undefined) return;
  const stand: Partial<NodeJS.Module> = { id: file, filename: file, loaded: true, children: [], paths: [] };
  const real = (): object => {
    if (require.cache[file] === stand) delete require.cache[file];
    return require(file);
  };
  stand.exports = new Proxy(
    {},
    {
      // TypeScript's helper for `import *` asks this first, and copies every member of what says no.
      get: (_target, name) => (name === "__esModule" ? true : Reflect.get(real(), name)),
      has: (_target, name) => Reflect.has(real(), name),
      ownKeys: () => Reflect.ownKeys(real()),
      getOwnPropertyDescriptor: (_target, name) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(real(), name);
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
  require.cache[file] = stand as NodeJS.Module;
}
