import * as z from "zod";
import { CdfError, type NamedObject, NotFoundError } from "../errors";
import { isId } from "../validation/ids";
import { shownOf } from "../validation/problems";
import { batches, isMany } from "./batches";
import type { Http, Right } from "./http";
import type { Limit } from "./limit";
import { collect, pages } from "./paging";
import { answerObject } from "./shape";

/** A thing that scopes name by its id, as the service answers it, with whatever else the service says of it. */
export interface ScopeTarget {
  /** A number from 1 to 9,007,199,254,740,991; differs in each project. What scopes hold. */
  id: number;
  /** The name that people give to it, unique among its kind in the project. */
  externalId?: string | undefined;
  /** Need not be unique. */
  name?: string | undefined;
  /** What it is for, in words. */
  description?: string | undefined;
}

/** Which thing: its id, as a number or in decimal digits, or its external id. */
export type ScopeTargetId =
  | number
  | string
  | {
      /** As it is spelled in the project. */
      externalId: string;
    };

/** How to retrieve several things. */
export interface RetrieveOptions {
  /** Leave out what is not there, or may not be read. Default `false`: an error names all of it. */
  ignoreUnknownIds?: boolean;
}

/** A kind of thing: what it is called, and how to read it. */
export interface TargetKind {
  /** One of them, in words. */
  what: string;
  path: string;
  /** Which call retrieves some of them. */
  retrieves: "byids" | "list";
  needs: readonly Right[];
}

const kind = (what: string, path: string, acl: string, retrieves: TargetKind["retrieves"] = "byids"): TargetKind => ({
  what,
  path,
  retrieves,
  needs: [{ acl, action: "READ" }],
});

/** The kinds of things that scopes name by their ids. */
export const dataSets = kind("data set", "/datasets", "datasetsAcl");
export const extractionPipelines = kind("extraction pipeline", "/extpipes", "extractionPipelinesAcl");
export const timeSeries = kind("time series", "/timeseries", "timeSeriesAcl");
export const assets = kind("asset", "/assets", "assetsAcl");
export const locationFilters = kind("location filter", "/storage/config/locationfilters", "locationFiltersAcl", "list");

const scopeTarget: z.ZodType<ScopeTarget> = answerObject({
  id: z.number().int().positive(),
  externalId: z.string().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
});
const scopeTargetList = z.looseObject({ items: z.array(scopeTarget) });

/** What `byids` takes. */
type Item = { id: number } | { externalId: string };

/** The things of one kind in a project, to read only: time series and assets, of which a project may have millions. */
export class ScopeTargetsApi {
  /** @internal */
  protected readonly http: Http;
  /** @internal */
  protected readonly kind: TargetKind;

  /** @internal */
  constructor(http: Http, kind: TargetKind) {
    this.http = http;
    this.kind = kind;
  }

  /**
   * One of them; `undefined` when it is not there, or may not be read. `POST /…/byids`; needs `READ` of the kind's ACL:
   * `datasetsAcl`, `extractionPipelinesAcl`, `timeSeriesAcl`, `assetsAcl` or `locationFiltersAcl`.
   *
   * @param id - its id, or `{ externalId }`.
   * @throws CdfError `INVALID_ARGUMENT` for what is neither.
   */
  retrieve(id: ScopeTargetId): Promise<ScopeTarget | undefined>;
  /**
   * Several of them, in the order asked for and each once, in requests of at most 1,000. `POST /…/byids`; needs as for one.
   *
   * @param ids - of each its id, or `{ externalId }`.
   * @param options - whether to leave out what is missing.
   * @throws NotFoundError that names every missing one, unless they are left out.
   * @throws CdfError `INVALID_ARGUMENT` for what is neither an id nor an external id.
   */
  retrieve(ids: readonly ScopeTargetId[], options?: RetrieveOptions): Promise<ScopeTarget[]>;
  async retrieve(
    given: ScopeTargetId | readonly ScopeTargetId[],
    { ignoreUnknownIds = false }: RetrieveOptions = {},
  ): Promise<ScopeTarget | ScopeTarget[] | undefined> {
    const wanted = new Map((isMany(given) ? given : [given]).map(itemOf).map((item) => [keyOf(item), item]));
    const found = new Map<string, ScopeTarget>();
    for (const batch of batches([...wanted.values()]))
      for (const target of await this.known(batch)) for (const key of keysOf(target)) found.set(key, target);
    const missing = [...wanted].flatMap(([key, item]) => (found.has(key) ? [] : [item]));
    if (isMany(given) && !ignoreUnknownIds && missing.length > 0) throw this.#notFound(missing);
    const targets = [...new Set([...wanted.keys()].flatMap((key) => found.get(key) ?? []))];
    return isMany(given) ? targets : targets[0];
  }

  /**
   * Those of the items that are there.
   *
   * @internal
   */
  protected async known(items: readonly Item[]): Promise<ScopeTarget[]> {
    try {
      return (await this.#byIds(items)).items;
    } catch (error) {
      // What may not be read is refused, perhaps, although what is unknown is not.
      if (!(error instanceof NotFoundError)) throw error;
      const refused = new Set(error.missing.flatMap(keysOf));
      const rest = items.filter((item) => !refused.has(keyOf(item)));
      if (rest.length === items.length) throw error;
      return rest.length === 0 ? [] : this.known(rest);
    }
  }

  #byIds(items: readonly Item[]) {
    return this.http.call({
      method: "POST",
      path: `${this.kind.path}/byids`,
      body: { items, ignoreUnknownIds: true },
      answer: scopeTargetList,
      writes: false,
      repeat: "idempotent",
      needs: this.kind.needs,
    });
  }

  #notFound(missing: readonly Item[]): NotFoundError {
    const named = missing.map((item) =>
      "id" in item ? `id ${item.id}` : `external id ${JSON.stringify(item.externalId)}`,
    );
    return new NotFoundError({
      method: "POST",
      path: `${this.kind.path}/${this.kind.retrieves}`,
      status: 200,
      reason: `there is no ${this.kind.what} with ${named.join(", ")}, or the caller may not read it`,
      missing: missing.map((item): NamedObject => ({ ...item })),
    });
  }
}

/** The things of one kind in a project, to read only: data sets and extraction pipelines. */
export class ListedTargetsApi extends ScopeTargetsApi {
  /**
   * The first of them, as far as the caller may read them. `POST /…/list`; needs `READ` of the kind's ACL: `datasetsAcl` or
   * `extractionPipelinesAcl`.
   *
   * @param options - how many.
   * @param options.limit - at most so many, a whole number from 1. Default 25; `null`, `-1` or `Infinity` for all.
   * @throws CdfError `INVALID_ARGUMENT` for a limit that is none.
   */
  list({ limit }: { limit?: Limit } = {}): Promise<ScopeTarget[]> {
    const { path, needs } = this.kind;
    return collect(pages(this.http, { method: "POST", path: `${path}/list`, needs }, scopeTarget, limit));
  }
}

/**
 * The location filters of a project, to read only. They are few, and what their `byids` takes is not documented: retrieving
 * some is a list of all.
 */
export class LocationFiltersApi extends ScopeTargetsApi {
  /** @internal */
  constructor(http: Http) {
    super(http, locationFilters);
  }

  /**
   * All that the caller may read, those below others too. `POST /apps/v1/projects/{project}/storage/config/locationfilters/list`;
   * needs `locationFiltersAcl:READ`.
   */
  async list(): Promise<ScopeTarget[]> {
    const answer = await this.http.call({
      method: "POST",
      path: `${this.kind.path}/list`,
      apps: true,
      body: { flat: true },
      answer: scopeTargetList,
      writes: false,
      repeat: "idempotent",
      needs: this.kind.needs,
    });
    return answer.items;
  }

  /** @internal */
  protected override known(): Promise<ScopeTarget[]> {
    return this.list();
  }
}

function itemOf(id: ScopeTargetId): Item {
  if (typeof id === "object" && id !== null && typeof id.externalId === "string" && id.externalId !== "")
    return { externalId: id.externalId };
  if ((typeof id === "number" || typeof id === "string") && isId(String(id))) return { id: Number(id) };
  const found = typeof id === "number" ? String(id) : shownOf(id);
  throw new CdfError(
    "INVALID_ARGUMENT",
    `An id is a whole number from 1, and an external id is written { externalId: "…" }; found ${found}`,
  );
}

const keyOf = (item: Item): string => ("id" in item ? `id ${item.id}` : `externalId ${item.externalId}`);

/** A thing, or one that the service names as missing, by its id and by its external id. */
const keysOf = ({ id, externalId }: { id?: unknown; externalId?: unknown }): string[] => [
  ...(id === undefined ? [] : [`id ${id}`]),
  ...(externalId === undefined ? [] : [`externalId ${externalId}`]),
];
