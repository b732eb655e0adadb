import type { Contradict } from "../stand-in";
import { type Contradiction, is, type Json, refuse } from "./contradiction";

const changeInspection =
  (body: (body: Json) => Json): (() => Contradict) =>
  () =>
  async (asked, next) => {
    const answer = await next();
    return is(asked, "GET /token/inspect") ? { ...answer, body: body(answer.body) } : answer;
  };

/** Of `../reading.ts`. */
export const aboutReading: Contradiction[] = [
  {
    id: "token.capabilities",
    found: "no projectScope",
    agrees: "handled",
    contradict: changeInspection((body) => ({
      ...body,
      capabilities: body.capabilities.map(({ projectScope, ...rest }: Json) => rest),
    })),
  },
  {
    id: "token.capabilities",
    found: "another shape",
    agrees: "no",
    contradict: changeInspection((body) => ({ ...body, capabilities: [Object.assign({}, ...body.capabilities)] })),
  },
  {
    id: "token.groups",
    found: "no",
    agrees: "no",
    contradict: changeInspection((body) => ({
      ...body,
      projects: body.projects.map((project: Json) => ({ ...project, groups: [] })),
    })),
  },
  { id: "profiles.me", found: "403", agrees: "handled", contradict: refuse("GET /profiles/me", 403) },
  {
    id: "profiles.retrieve-unknown",
    found: "404, not named",
    agrees: "no",
    contradict: refuse("POST /profiles/byids", 404),
  },
  ...["datasets", "extpipes", "timeseries", "assets"].flatMap((kind): Contradiction[] => [
    {
      id: `targets.${kind}`,
      found: "400, named in missing",
      agrees: "handled",
      contradict: () => async (asked, next) =>
        next(is(asked, `POST /${kind}/byids`) ? { body: { ...asked.body, ignoreUnknownIds: false } } : {}),
    },
    {
      id: `targets.${kind}`,
      found: "403, not named",
      agrees: "no",
      contradict: refuse(`POST /${kind}/byids`, 403),
    },
  ]),
  {
    id: "targets.location-filters",
    found: "400, no items",
    agrees: "no",
    contradict: refuse("POST /storage/config/locationfilters/list", 400),
  },
];
