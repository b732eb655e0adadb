import type { ScopeTarget } from "../client/scope-targets";
import type { Directory, LookupArgs } from "../directory/directory";
import { CdfError } from "../errors";
import { nearest } from "../text/nearest";
import { isId } from "../validation/ids";
import { shownOf } from "../validation/problems";

/** Which one: exactly one of its `externalId`, and its `id` in CDF as a number or decimal digits. */
export type ScopeTargetArgs = LookupArgs &
  (
    | {
        /** The name that people give it, exactly as written. */
        externalId: string;
        id?: undefined;
      }
    | {
        /** Its ID in CDF: a number, or its decimal digits. */
        id: number | string;
        externalId?: undefined;
      }
  );

/** A kind of target that scopes name by ID. */
interface Kind {
  /** The part of the client that reads it. */
  part: "dataSets" | "extractionPipelines" | "timeSeries" | "assets" | "locationFilters";
  /** Lists all of them, if a project has few enough, to suggest the nearest external ID. */
  list?: (directory: Directory) => Promise<ScopeTarget[]>;
  /** What to do where there is no list. */
  hint?: string;
}

/** The lookup of one target of a kind. @param name - the name of the lookup's function. */
function finder(name: string, kind: Kind): (directory: Directory, args: ScopeTargetArgs) => Promise<ScopeTarget> {
  return async (directory, args) => {
    const wanted = wantedIn(name, args);
    const matches = (target: ScopeTarget) =>
      typeof wanted === "number" ? target.id === wanted : target.externalId === wanted.externalId;
    const found = await one(directory, kind, wanted, matches);
    if (found !== undefined) return found;
    const hint = typeof wanted === "number" ? "" : (kind.hint ?? (await nearHint(directory, kind, wanted.externalId)));
    throw directory.client[kind.part].notFound([wanted], hint);
  };
}

/** The limit of the list that suggestions come from. */
const listedAtMost = 10_000;

const dataSets: Kind = {
  part: "dataSets",
  list: (directory) => directory.shared("data sets", () => directory.client.dataSets.list({ limit: listedAtMost })),
};
const extractionPipelines: Kind = {
  part: "extractionPipelines",
  list: (directory) =>
    directory.shared("extraction pipelines", () => directory.client.extractionPipelines.list({ limit: listedAtMost })),
};
const locationFilters: Kind = {
  part: "locationFilters",
  list: (directory) => directory.shared("location filters", listFilters(directory)),
};
// A project may have millions of them.
const hint = ". Compare it with the exact external ID that Fusion shows";
const timeSeries: Kind = { part: "timeSeries", hint };
const assets: Kind = { part: "assets", hint };

const listFilters = (directory: Directory) => () => directory.client.locationFilters.list();

/** The target that matches; location filters are few, and are listed. */
async function one(
  directory: Directory,
  { part }: Kind,
  wanted: Wanted,
  matches: (target: ScopeTarget) => boolean,
): Promise<ScopeTarget | undefined> {
  if (part === "locationFilters")
    return (await directory.search("location filters", listFilters(directory), matches))[0];
  const ask = (items: Wanted[]) => directory.client[part].retrieve(items, { ignoreUnknownIds: true });
  return directory.gather(part, wanted, ask, matches);
}

type Wanted = number | { externalId: string };

function wantedIn(name: string, args: ScopeTargetArgs): Wanted {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  const [[key, value] = ["", undefined], ...more] = given;
  if (more.length > 0 || (key !== "externalId" && key !== "id"))
    throw new CdfError(
      "INVALID_ARGUMENT",
      `${name} takes exactly one of externalId and id; found ${given.map(([each]) => each).join(", ") || "none"}`,
    );
  if (key === "externalId" && typeof value === "string" && value !== "") return { externalId: value };
  if (key === "id" && isId(String(value))) return Number(value);
  const must = key === "id" ? "an integer of at least 1, unlike an externalId" : "a non-empty string";
  throw new CdfError("INVALID_ARGUMENT", `${name}: ${key} must be ${must}; found ${shownOf(value)}`);
}

/** The target that was most likely meant by an unknown external ID. */
async function nearHint(directory: Directory, { list }: Kind, wanted: string): Promise<string> {
  // Only a suggestion: an error here would hide the one to report.
  const all = (await list?.(directory).catch(() => [])) ?? [];
  const named = all.find(({ name, externalId }) => name === wanted && externalId !== undefined);
  const near = nearest(
    wanted,
    all.flatMap(({ externalId }) => externalId ?? []),
  );
  const meant = named ?? all.find(({ externalId }) => externalId !== undefined && externalId === near);
  return meant === undefined ? "" : `; did you mean ${JSON.stringify(meant.externalId)} (ID ${meant.id})?`;
}

export const findDataSet = finder("getDataSet", dataSets);
export const findExtractionPipeline = finder("getExtractionPipeline", extractionPipelines);
export const findTimeSeries = finder("getTimeSeries", timeSeries);
export const findAsset = finder("getAsset", assets);
export const findLocationFilter = finder("getLocationFilter", locationFilters);
