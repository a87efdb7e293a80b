import "../node-version.js";

export default await import("./index.ts");
