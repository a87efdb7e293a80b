// What `Pulumi.yaml` starts: `index.ts`, by a Node.js that can.
import "./infra/node-version.js";

export default await import("./index.ts");
