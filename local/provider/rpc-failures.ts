import { Metadata, status } from "@grpc/grpc-js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import anyPb from "google-protobuf/google/protobuf/any_pb.js";
import { RpcFailure, statusText } from "./grpc-unary.ts";
import { PartlyMade } from "./partly-made.ts";
import type { Resource } from "./provider.ts";
import { type Struct, toStruct } from "./struct.ts";
import type { PropertyMap, PropertyValue } from "./values.ts";

/** Bytes that a resource's properties may take up in a status, which travels in HTTP/2 trailers. */
const LARGEST_PROPERTIES = 16 * 1024;

/**
 * Answers a resource that was made in part as the engine wants it (`ErrorResourceInitFailed` in the status details), so
 * that it is kept in the state and updated by the next run. The inputs it keeps are its own.
 */
export async function withInitFailures(work: () => Promise<Resource>): Promise<Resource> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof PartlyMade ? initFailed(error) : error;
  }
}

function initFailed({ message, resource }: PartlyMade): RpcFailure {
  const text = statusText(message);
  const details = new providerPb.ErrorResourceInitFailed();
  details.setId(resource.id);
  details.setProperties(fitting(resource.outputs));
  details.setReasonsList([text]);
  const any = new anyPb.Any();
  any.pack(details.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const failure = new statusPb.Status();
  failure.setCode(status.UNKNOWN);
  failure.setMessage(text);
  failure.addDetails(any);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(failure.serializeBinary()));
  return new RpcFailure(status.UNKNOWN, message, metadata);
}

/** What of the properties a status has room for: the longest are left out, and come back with the next update. */
function fitting(properties: PropertyMap): Struct {
  const encode = { secrets: true, assetContents: false };
  const size = (name: string): number => toStruct({ [name]: properties[name] }, encode).serializeBinary().length;
  const bySize = Object.keys(properties)
    .map((name) => ({ name, size: size(name) }))
    .sort((a, b) => a.size - b.size);
  const kept: Record<string, PropertyValue | undefined> = {};
  let total = 0;
  for (const { name, size } of bySize) {
    total += size;
    if (total <= LARGEST_PROPERTIES) kept[name] = properties[name];
  }
  return toStruct(kept, encode);
}
