import type { Section } from "./figure.ts";
import { conversations } from "./sections/conversations.ts";
import { executions } from "./sections/executions.ts";
import { frames } from "./sections/frames.ts";
import { idleSockets } from "./sections/idle-sockets.ts";
import { interpreter } from "./sections/interpreter.ts";
import { orders } from "./sections/orders.ts";
import { pulumiUp } from "./sections/pulumi-up.ts";
import { runaway } from "./sections/runaway.ts";
import { startUp } from "./sections/start-up.ts";

/** What is measured, by the names of the command line. */
export const SECTIONS: Readonly<Record<string, Section>> = {
  "start-up": startUp,
  frames,
  executions,
  interpreter,
  "idle-sockets": idleSockets,
  runaway,
  orders,
  conversations,
  "pulumi-up": pulumiUp,
};
