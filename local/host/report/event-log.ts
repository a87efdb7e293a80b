import { appendFileSync } from "node:fs";
import { Client, credentials } from "@grpc/grpc-js";
import eventsGrpc from "@pulumi/pulumi/proto/events_grpc_pb.js";
import eventsPb from "@pulumi/pulumi/proto/events_pb.js";
import type { JsonObject } from "../../json.ts";
import type { Log } from "../../log.ts";

/** Where `--event-log` sends the events of an operation. */
export interface EventLog {
  write(event: JsonObject): void;
  /** Resolves when whoever listens has them all. */
  close(): Promise<void>;
}

/**
 * Opens an event log: a gRPC stream for `tcp://HOST:PORT`, as the Automation API serves it to CLIs since 3.206, else a
 * file of JSON lines. A listener that goes away costs its events, never the operation.
 */
export function openEventLog(target: string, log: Log): EventLog {
  const send = target.startsWith("tcp://") ? stream(target.slice("tcp://".length), log) : file(target, log);
  let sequence = 0;
  return {
    write: (event) => {
      const timestamp = Math.floor(Date.now() / 1000);
      send.write(JSON.stringify({ sequence: sequence++, timestamp, ...event }));
    },
    close: async () => send.close(),
  };
}

interface Sink {
  write(line: string): void;
  close(): Promise<void> | void;
}

function stream(address: string, log: Log): Sink {
  const client = new eventsGrpc.EventsClient(address, credentials.createInsecure());
  let end: () => void;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const call = client.streamEvents((error) => {
    if (error !== null) log.warn(`The listener of the event log at ${address} has gone: ${error.message}.`);
    end();
  });
  // The callback tells of it as well.
  call.on("error", () => undefined);
  return {
    write: (line) => {
      const request = new eventsPb.EventRequest();
      request.setEvent(line);
      call.write(request);
    },
    close: async () => {
      call.end();
      await ended;
      Client.prototype.close.call(client);
    },
  };
}

function file(path: string, log: Log): Sink {
  let broken = false;
  return {
    write: (line) => {
      if (broken) return;
      try {
        appendFileSync(path, `${line}\n`);
      } catch (error) {
        broken = true;
        log.warn(`The event log ${path} cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
      }
    },
    close: () => undefined,
  };
}
