import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { modelOf, PACKAGES } from "./model-of.ts";

// `node tests/local/asl/resource/api-models/write.ts [FOLDER]` writes local/asl/resource/api-models from the packages that
// are installed here, or below FOLDER for those that are not: `npm install --prefix FOLDER @aws-sdk/client-cloudwatch`.

const [folder = "."] = process.argv.slice(2);
const require = createRequire(join(process.cwd(), folder, "package.json"));

for (const [service, name] of Object.entries(PACKAGES)) {
  let main: string;
  try {
    main = require.resolve(name);
  } catch {
    console.log(`${service}: ${name} is not installed, its model stays as it is`);
    continue;
  }
  const { version } = JSON.parse(readFileSync(join(main, "../../package.json"), "utf8")) as { version: string };
  const model = modelOf(service, `${name}@${version}`, require(main) as object);
  const file = new URL(`../../../../../local/asl/resource/api-models/${service}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(model, undefined, 2)}\n`);
}
