import type { ScopeTargetKind } from "../../capabilities/scope-target-kinds";
import type { IamClient } from "../../client/client";
import { AccessDeniedError, ApiError, ResponseError } from "../../errors";
import { pluralize } from "../../text/plural";
import { isId } from "../../validation/ids";
import { compare } from "./rights";
import type { TargetNames } from "./target-names";

/** What can be read, how it is called in a note, and what it takes. */
const kinds = {
  dataSets: { one: "data set", many: "data sets", acl: "datasetsAcl" },
  extractionPipelines: { one: "extraction pipeline", many: "extraction pipelines", acl: "extractionPipelinesAcl" },
  timeSeries: { one: "time series", many: "time series", acl: "timeSeriesAcl" },
  assets: { one: "root asset", many: "root assets", acl: "assetsAcl" },
  locationFilters: { one: "location filter", many: "location filters", acl: "locationFiltersAcl" },
} as const;

/** External IDs by ID, of each kind in one call for up to 1,000; one note says for how many there is none to show. */
export async function readExternalIds(
  client: IamClient,
  ids: ReadonlyMap<ScopeTargetKind, readonly string[]>,
  notes: string[],
): Promise<TargetNames> {
  const unread: string[] = [];
  const read = (Object.keys(kinds) as (keyof typeof kinds)[]).map(async (kind) => {
    const { one, many, acl } = kinds[kind];
    const wanted = (ids.get(kind) ?? []).filter(isId);
    const names = new Map<string, string>();
    const note = (count: number, why: string) => unread.push(`${pluralize(count, one, many)} (${why})`);
    if (wanted.length === 0) return [kind, names] as const;
    try {
      const found = await client[kind].retrieve(wanted, { ignoreUnknownIds: true });
      for (const { id, externalId } of found) if (externalId !== undefined) names.set(String(id), externalId);
      if (found.length < wanted.length) note(wanted.length - found.length, "deleted, or you may not read them");
    } catch (error) {
      if (error instanceof AccessDeniedError) note(wanted.length, `needs ${acl}:READ`);
      else if (error instanceof ApiError || error instanceof ResponseError) note(wanted.length, error.message);
      else throw error;
    }
    return [kind, names] as const;
  });
  const names = Object.fromEntries(await Promise.all(read));
  if (unread.length > 0) notes.push(`shown without external ID: ${unread.sort(compare).join(", ")}`);
  return names;
}
