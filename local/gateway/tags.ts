import type { Apis } from "./apis.ts";
import { notFound } from "./errors.ts";

export type Tags = Readonly<Record<string, string>>;

/** What a tagging request is about. */
export interface Tagged {
  readonly tags: Tags;
  replace(tags: Tags): void;
}

/** Finds the API or stage of `arn:aws:apigateway:{region}::/apis/{apiId}[/stages/{stage}]`. */
export function taggedOf(apis: Apis, arn: string | undefined): Tagged {
  const [, apiId, stageName] = /::\/apis\/([^/]+)(?:\/stages\/([^/]+))?$/.exec(arn ?? "") ?? [];
  if (apiId === undefined) throw notFound(`Invalid resource identifier specified ${arn ?? ""}`);
  const record = apis.get(apiId);
  if (stageName === undefined) {
    return {
      tags: (record.api.Tags ?? {}) as Tags,
      replace: (tags) => {
        apis.put({ ...record.api, Tags: { ...tags } });
      },
    };
  }
  const stage = record.stages.get(stageName);
  return {
    tags: (stage.Tags ?? {}) as Tags,
    replace: (tags) => {
      record.stages.put(stageName, { ...stage, Tags: { ...tags } });
    },
  };
}
