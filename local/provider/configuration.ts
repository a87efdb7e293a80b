import type { Scope } from "../aws/caller.ts";
import { nearestName } from "../nearest-name.ts";
import { checkProperties } from "./check-properties.ts";
import { type DifferenceKind, type ResourceDiff, replaceKind } from "./diff.ts";
import type { CheckFailure } from "./handler.ts";
import { OBEYED, WITHOUT_EFFECT_HERE } from "./provider-options.ts";
import type { PropertySchema } from "./schema.ts";
import { equal, fromPlain, hasUnknown, isMap, type PropertyMap, type PropertyValue, plain } from "./values.ts";

/** What a provider instance was told, as far as it matters on this machine. */
export interface ProviderConfiguration {
  readonly region: string;
  readonly defaultTags: Readonly<Record<string, string>>;
}

/** Whether the engine keeps this with a provider for itself: it is no option, and a change of it changes nothing. */
export function isBookkeeping(name: string): boolean {
  return name === "pluginDownloadURL" || name === "version" || name.startsWith("__");
}

const OPTIONS: Readonly<Record<string, PropertySchema>> = { ...OBEYED, ...WITHOUT_EFFECT_HERE };

/** What is wrong with the options of an `aws.Provider`: names, types, another region, another account. */
export function checkConfiguration(news: PropertyMap, scope: Scope): readonly CheckFailure[] {
  const failures: CheckFailure[] = [];
  for (const [name, value] of Object.entries(news)) {
    const schema = OPTIONS[name];
    if (isBookkeeping(name) || hasUnknown(value)) continue;
    if (schema === undefined) failures.push({ property: name, reason: unknownOption(name) });
    else checkProperties({ [name]: schema }, { [name]: fromPlain(option(value)) }, [], failures);
  }
  const region = option(news["region"]);
  if (typeof region === "string" && region !== scope.region)
    failures.push({ property: "region", reason: otherRegion(region, scope) });
  const allowed = option(news["allowedAccountIds"]);
  if (Array.isArray(allowed) && allowed.length > 0 && !allowed.includes(scope.account)) {
    failures.push({
      property: "allowedAccountIds",
      reason: `does not name ${scope.account}, the account of this runtime`,
    });
  }
  const forbidden = option(news["forbiddenAccountIds"]);
  if (Array.isArray(forbidden) && forbidden.includes(scope.account)) {
    failures.push({ property: "forbiddenAccountIds", reason: `names ${scope.account}, the account of this runtime` });
  }
  return failures;
}

/**
 * What a change of options means. Another region is another place: everything in the old one would have to be made anew.
 * One that is not set is this runtime's, as the AWS provider takes it from the environment.
 */
export function diffConfiguration(olds: PropertyMap, news: PropertyMap, scope: Scope): ResourceDiff {
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
  const differences = new Map<string, DifferenceKind>();
  for (const name of names) {
    if (isBookkeeping(name) || equal(olds[name], news[name])) continue;
    differences.set(name, olds[name] === undefined ? "add" : news[name] === undefined ? "delete" : "update");
  }
  const isMoved =
    !hasUnknown(olds["region"]) &&
    !hasUnknown(news["region"]) &&
    readConfiguration(olds, scope).region !== readConfiguration(news, scope).region;
  if (isMoved) differences.set("region", replaceKind(differences.get("region") ?? "update"));
  return { differences, replaces: isMoved ? ["region"] : [], deleteBeforeReplace: false };
}

/** How many letters of an option's name may be wrong for it to be recognized. */
const TYPING_MISTAKES = 2;

function unknownOption(name: string): string {
  const meant = nearestName(name, Object.keys(OPTIONS), TYPING_MISTAKES);
  return `is no option that the local runtime serves${meant === undefined ? "" : `: did you mean ${meant}?`}`;
}

/** Why another region is refused: everything on this machine is in one. */
export function otherRegion(region: string, scope: Scope): string {
  return `${region} is not served: this runtime is ${scope.region}. Set aws:region to ${region}, and everything is there`;
}

/** Reads the options of an `aws.Provider`. */
export function readConfiguration(config: PropertyMap, scope: Scope): ProviderConfiguration {
  const given = option(config["defaultTags"]);
  const tags = typeof given === "object" && given !== null && "tags" in given ? given.tags : undefined;
  const region = option(config["region"]);
  return {
    region: typeof region === "string" && region !== "" ? region : scope.region,
    defaultTags: Object.fromEntries(
      typeof tags === "object" && tags !== null
        ? Object.entries(tags).map(([name, value]) => [name, String(value)])
        : [],
    ),
  };
}

/** An option's value: programs send lists, objects and booleans as JSON text. */
function option(value: PropertyValue | undefined): unknown {
  if (hasUnknown(value)) return undefined;
  if (isMap(value)) return plain(value);
  const text = plain(value);
  if (typeof text !== "string" || !/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
