import { main } from "./cli/provider-main.ts";

process.exitCode = await main(process.argv);
