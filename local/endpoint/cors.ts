import type { IncomingMessage } from "node:http";
import type { Log } from "../log.ts";

/** The headers that let a page of this machine read an answer. */
export function corsHeaders(origin: string): readonly string[] {
  return ["Access-Control-Allow-Origin", origin, "Access-Control-Expose-Headers", "*", "Vary", "Origin"];
}

/** Whether this is a browser's question before the real request. */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}

/** What a preflight is told: anything an SDK sends is welcome. */
export function preflightHeaders(origin: string, asked: string | undefined): readonly string[] {
  return [
    ...corsHeaders(origin),
    ...["Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, PATCH, HEAD"],
    ...["Access-Control-Allow-Headers", asked ?? "*", "Access-Control-Max-Age", "600"],
  ];
}

/**
 * Services whose own endpoints answer no browser's question: those that aws-sdk-js marks without `cors` in its
 * apis/metadata.json, Step Functions among them (aws/aws-sdk-js-v3#1588). Which service a preflight is for cannot be seen,
 * so pages of this machine may call them here.
 */
const WITHOUT_CORS = new Set(["apigatewayv2", "states", "tagging"]);

/** Tells a page's author, once for each service, what will be different on AWS. */
export function corsNotes(log: Log): (service: string) => void {
  const told = new Set<string>();
  return (service) => {
    if (!WITHOUT_CORS.has(service) || told.has(service)) return;
    told.add(service);
    log.warn(
      `${service}: a page was answered; on AWS it would not be, for ${service} has no CORS: call it from a server.`,
    );
  };
}
