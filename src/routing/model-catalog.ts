// What models a provider lists, read from its own list and kept for a while. Names are never hard-coded: they change
// every few weeks.

import type { ModelEntry } from '../canon/model-entry.ts';
import type { Clock } from '../lib/clock.ts';
import type { JsonObject } from '../lib/json.ts';

/** One line of a provider's list: as any dialect would tell it, and as it came. */
export interface ListedModel {
  readonly entry: ModelEntry;
  /** The provider's own object, for the door that speaks its dialect. */
  readonly raw: JsonObject;
}

/** Reads the whole list from the provider, all pages; throws GatewayError when it cannot be had. */
export type ReadModels = () => Promise<readonly ListedModel[]>;

/** The models of one provider. A failed read leaves the older list in place. */
export interface ModelCatalog {
  /** The list, at most ten minutes old unless the provider cannot be asked; throws when there never was one. */
  list(): Promise<readonly ListedModel[]>;
  /** What is known now, without asking. */
  find(model: string): ListedModel | undefined;
  names(): Iterable<string>;
}

const FRESH_MS = 10 * 60 * 1000;
/** After a failure the provider is left alone for this long. */
const RETRY_MS = 15_000;

/** Creates the catalog of one provider. One read at a time, shared by all who wait. */
export function createModelCatalog(read: ReadModels, clock: Clock): ModelCatalog {
  let models: readonly ListedModel[] | undefined;
  let byName = new Map<string, ListedModel>();
  let nextReadMs = 0;
  let reading: Promise<readonly ListedModel[]> | undefined;

  async function refresh(): Promise<readonly ListedModel[]> {
    try {
      models = await read();
      byName = new Map(models.map((model) => [model.entry.id, model]));
      nextReadMs = clock.now() + FRESH_MS;
      return models;
    } catch (error) {
      nextReadMs = clock.now() + RETRY_MS;
      if (models === undefined) throw error;
      return models;
    } finally {
      reading = undefined;
    }
  }

  return {
    async list() {
      if (models !== undefined && clock.now() < nextReadMs) return models;
      reading ??= refresh();
      // An old list at once is better than a new one later.
      return models ?? reading;
    },
    find: (model) => byName.get(model),
    names: () => byName.keys(),
  };
}
