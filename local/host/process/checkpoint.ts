import type { ResourceRecord } from "../../engine/state.ts";
import type { JsonObject } from "../../json.ts";
import { encodeProperties } from "../../provider/property-bag.ts";

/** A resource as `pulumi stack export` has it (`apitype.ResourceV3`). */
export function checkpointResource(record: ResourceRecord): JsonObject {
  const { urn, custom, type, id, parent, dependencies, propertyDependencies, provider, protect, external } = record;
  return {
    urn,
    custom,
    ...(id === "" ? {} : { id }),
    type,
    ...(record.pendingDelete ? { delete: true } : {}),
    inputs: encodeProperties(record.inputs, { secrets: true, assetContents: false }),
    outputs: encodeProperties(record.outputs, { secrets: true, assetContents: false }),
    ...(parent === "" ? {} : { parent }),
    ...(protect ? { protect } : {}),
    ...(external ? { external } : {}),
    dependencies,
    propertyDependencies: { ...propertyDependencies },
    ...(provider === "" ? {} : { provider }),
  };
}
