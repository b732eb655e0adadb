import * as z from "zod";
import { CdfError, type NamedObject, NotFoundError } from "../errors";
import { joinFirst } from "../text/plural";
import { isId } from "../validation/ids";
import { shownOf } from "../validation/problems";
import { batches, isMany } from "./batches";
import type { Http, Right } from "./http";
import type { Limit } from "./limit";
import { collect, pages } from "./paging";
import { answerObject } from "./shape";

/** A target that scopes name by its ID, as the service returns it, with all other fields. */
export interface ScopeTarget {
  /** A number from 1 to 9,007,199,254,740,991, which differs in each project. Scopes contain it. */
  id: number;
  /** The name that people give it, unique among its kind in the project. */
  externalId?: string | undefined;
  /** Need not be unique. */
  name?: string | undefined;
  /** A description of its purpose. */
  description?: string | undefined;
}

/** Which target: its ID, as a number or decimal digits, or its external ID. */
export type ScopeTargetId =
  | number
  | string
  | {
      /** Exactly as it is spelled in the project. */
      externalId: string;
    };

/** How to retrieve several targets. */
export interface RetrieveOptions {
  /** Omit what does not exist or may not be read. Default `false`: an error names all of it. */
  ignoreUnknownIds?: boolean;
}

/** A kind of target: what it is called, and how to read it. */
export interface TargetKind {
  /** One of them, in words. */
  what: string;
  path: string;
  /** The call that retrieves some of them. */
  retrieves: "byids" | "list";
  needs: readonly Right[];
}

const kind = (what: string, path: string, acl: string, retrieves: TargetKind["retrieves"] = "byids"): TargetKind => ({
  what,
  path,
  retrieves,
  needs: [{ acl, action: "READ" }],
});

/** The kinds of targets that scopes name by ID. */
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

/** What `byids` accepts. */
type Item = { id: number } | { externalId: string };

/** The targets of one kind in a project, read-only: time series and assets, of which a project may have millions. */
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
   * Retrieves one of them; `undefined` when it does not exist or may not be read. `POST /…/byids`; needs `READ` of the
   * kind's ACL: `datasetsAcl`, `extractionPipelinesAcl`, `timeSeriesAcl`, `assetsAcl` or `locationFiltersAcl`.
   *
   * @param id - its ID, or `{ externalId }`.
   * @throws CdfError `INVALID_ARGUMENT` for anything else.
   */
  retrieve(id: ScopeTargetId): Promise<ScopeTarget | undefined>;
  /**
   * Retrieves several of them, in the order given and each once, in requests of at most 1,000. `POST /…/byids`; needs
   * the same as for one.
   *
   * @param ids - the ID of each, or `{ externalId }`.
   * @param options - whether to omit what is missing.
   * @throws NotFoundError that names every missing one, unless they are omitted.
   * @throws CdfError `INVALID_ARGUMENT` for anything that is neither an ID nor an external ID.
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
    if (isMany(given) && !ignoreUnknownIds && missing.length > 0)
      throw this.notFound(missing.map((item) => ("id" in item ? item.id : item)));
    const targets = [...new Set([...wanted.keys()].flatMap((key) => found.get(key) ?? []))];
    return isMany(given) ? targets : targets[0];
  }

  /**
   * Those of the items that exist.
   *
   * @internal
   */
  protected async known(items: readonly Item[]): Promise<ScopeTarget[]> {
    try {
      return (await this.#byIds(items)).items;
    } catch (error) {
      // What may not be read may be refused, even though what is unknown is not.
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
      hint: `. The service may also answer like this if ${absent(items)}`,
    });
  }

  /**
   * The error for targets that do not exist. The answer is the same for a target that the caller may not read.
   *
   * @internal
   */
  notFound(missing: readonly ScopeTargetId[], hint = ""): NotFoundError {
    const items = missing.map(itemOf);
    return new NotFoundError({
      method: "POST",
      path: `${this.kind.path}/${this.kind.retrieves}`,
      status: 200,
      reason: `There is no ${this.kind.what} with ${named(items)} in project ${this.http.project}, or you may not read it${hint}`,
      missing: items.map((item): NamedObject => ({ ...item })),
    });
  }
}

/** The targets of one kind in a project, read-only: data sets and extraction pipelines. */
export class ListedTargetsApi extends ScopeTargetsApi {
  /**
   * Lists those that the caller may read. `POST /…/list`; needs `READ` of the kind's ACL: `datasetsAcl` or
   * `extractionPipelinesAcl`.
   *
   * @param options - how many.
   * @param options.limit - the most to return: an integer of at least 1. Default 25; `null`, `-1` or `Infinity` returns
   * all.
   * @throws CdfError `INVALID_ARGUMENT` for an invalid limit.
   */
  list({ limit }: { limit?: Limit } = {}): Promise<ScopeTarget[]> {
    const { path, needs } = this.kind;
    return collect(pages(this.http, { method: "POST", path: `${path}/list`, needs }, scopeTarget, limit));
  }
}

/**
 * The location filters of a project, read-only. There are few of them, and what their `byids` accepts is not
 * documented, so retrieving some lists all.
 */
export class LocationFiltersApi extends ScopeTargetsApi {
  /** @internal */
  constructor(http: Http) {
    super(http, locationFilters);
  }

  /**
   * Lists all that the caller may read, nested ones too.
   * `POST /apps/v1/projects/{project}/storage/config/locationfilters/list`; needs `locationFiltersAcl:READ`.
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
    `An ID is an integer of at least 1, and an external ID is written { externalId: "…" }; found ${found}`,
  );
}

/** Items in words: the first few, and how many more there are. */
const named = (items: readonly Item[]): string =>
  joinFirst(
    items.map((item) => ("id" in item ? `ID ${item.id}` : `external ID ${JSON.stringify(item.externalId)}`)),
    namedAtMost,
  );

const namedAtMost = 20;

const absent = (items: readonly Item[]): string =>
  items.length > 1 ? `one of these does not exist: ${named(items)}` : `${named(items)} does not exist`;

const keyOf = (item: Item): string => ("id" in item ? `id ${item.id}` : `externalId ${item.externalId}`);

/** A target, or one that the service names as missing, by its ID and by its external ID. */
const keysOf = ({ id, externalId }: { id?: unknown; externalId?: unknown }): string[] => [
  ...(id === undefined ? [] : [`id ${id}`]),
  ...(externalId === undefined ? [] : [`externalId ${externalId}`]),
];
