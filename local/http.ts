/**
 * What the runtime uses of `node:http`, which is not imported: an `import` reads every export to bind it, and reading
 * that of `WebSocket` loads Node's own HTTP client, 10 MB that nothing here uses.
 */
export const { createServer, request, STATUS_CODES } = process.getBuiltinModule("node:http");
