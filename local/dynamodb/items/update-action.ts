import type { JsonObject } from "../../json.ts";
import { type Conditional, type Done, database, type Store } from "../database.ts";
import { validation } from "../errors.ts";
import type { Item } from "../table.ts";
import { checkDepth } from "./depth.ts";
import { type Path, project } from "./paths.ts";
import { type AttributeUpdate, copyOf, type Section, updateAttributes, updateItem } from "./update.ts";

/** An UpdateItem as dynalite has checked it, with its expression parsed. */
interface Update extends Conditional {
  readonly TableName: string;
  readonly Key: Item;
  readonly ReturnValues?: string;
  readonly AttributeUpdates?: Readonly<Record<string, AttributeUpdate>>;
  readonly _updates?: { readonly sections: readonly Section[]; readonly paths: readonly Path[] };
}

/** Carries out an UpdateItem, in place of dynalite's action: it changes values one after the other and never looks at sums. */
export function performUpdate(store: Store, data: Update, done: Done): void {
  store.getTable(data.TableName, (error, table) => {
    if (error || table === undefined) return done(error);
    const { AttributeUpdates: legacy, _updates: parsed, Key: key } = data;
    const rows = store.getItemDb(data.TableName);
    const refusal =
      database.validateKey(key, table) ?? database.validateUpdates(legacy as unknown as JsonObject, parsed, table);
    if (refusal) return done(refusal);
    const place = database.createKey(key, table);
    const before = rows.map.get(place);
    const failed = database.checkConditional(data, before);
    if (failed) return done(failed);
    const item = copyOf(before ?? key);
    try {
      if (parsed !== undefined) updateItem(parsed.sections, item, table);
      else if (legacy !== undefined) updateAttributes(legacy, item);
      if (database.itemSize(item) > store.options.maxItemSize) {
        throw validation("Item size to update has exceeded the maximum allowed size");
      }
      checkDepth(item);
    } catch (refused) {
      return done(refused);
    }
    database.updateIndexes(store, table, before ?? null, item, () => undefined);
    rows.put(place, item, () => undefined);
    const capacity = database.addConsumedCapacity(data as unknown as JsonObject, false, before, item);
    return done(null, { ...attributes(data, before, item), ConsumedCapacity: capacity });
  });
}

/** `Attributes` as `ReturnValues` asks for them; old ones only when there was an item. */
function attributes(
  { ReturnValues: wanted, _updates: parsed, AttributeUpdates: legacy }: Update,
  before: Item | undefined,
  after: Item,
): JsonObject {
  const paths = (): readonly (Path | string)[] => parsed?.paths ?? Object.keys(legacy ?? {});
  const shown = (item: Item | undefined): JsonObject =>
    item === undefined ? {} : { Attributes: item as unknown as JsonObject };
  switch (wanted) {
    case "ALL_OLD":
      return shown(before);
    case "UPDATED_OLD":
      return shown(before === undefined ? undefined : project(paths(), before));
    case "ALL_NEW":
      return shown(after);
    case "UPDATED_NEW":
      return shown(project(paths(), after));
    default:
      return {};
  }
}
