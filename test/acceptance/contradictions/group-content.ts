import { unknownId } from "../answers";
import {
  type Contradiction,
  change,
  changeCapabilities,
  changeSpelling,
  is,
  type Json,
  refuse,
  someGroup,
} from "./contradiction";

const isWhole = ({ rawAcl }: Json) => rawAcl?.scope.all !== undefined;

/** Of `../group-content.ts`. */
export const aboutContent: Contradiction[] = [
  {
    id: "content.as-sent",
    found: "no: capabilities",
    agrees: "no",
    contradict: changeCapabilities((capabilities) => capabilities.slice(1)),
  },
  {
    id: "content.one-acl-twice",
    found: "no, merged",
    agrees: "no",
    contradict: changeCapabilities((capabilities) => [
      ...capabilities.filter((each) => !isWhole(each)),
      { rawAcl: { actions: ["READ", "LIST"], scope: { all: {} } } },
    ]),
  },
  { id: "content.scope-keys", found: "in another case", agrees: "handled", options: { lowerCaseScopeKeys: true } },
  {
    id: "content.scope-keys",
    found: "other keys",
    agrees: "no",
    contradict: changeSpelling('"spaceIdScope"', '"spaces"'),
  },
  {
    id: "content.raw-database",
    found: '{"tables":[]}',
    agrees: "handled",
    contradict: changeSpelling('"a":{}', '"a":{"tables":[]}'),
  },
  {
    id: "content.raw-database",
    found: "in another form",
    agrees: "no",
    contradict: changeSpelling('"a":{}', '"a":{"tables":["*"]}'),
  },
  {
    id: "content.scope-ids",
    found: "numbers",
    agrees: "handled",
    contradict: changeSpelling(/"ids":\["(\d+)"\]/, '"ids":[$1]'),
  },
  {
    id: "content.scope-ids",
    found: "in another form",
    agrees: "no",
    contradict: changeSpelling(/"ids":\["(\d+)"\]/, '"ids":[{"id":$1}]'),
  },
  {
    id: "content.catalogue",
    found: "400 for partition",
    agrees: "no",
    contradict: refuse("POST /groups", 400, ({ body }) => JSON.stringify(body).includes('"partition"')),
  },
  {
    id: "content.as-sent",
    found: "no: metadata",
    agrees: "no",
    contradict: change("GET /groups", (items) =>
      items.map((group) => ({ ...group, metadata: { ...group.metadata, b: group.metadata.b?.slice(0, 5) } })),
    ),
  },
  {
    id: "content.scope-key-in-other-case",
    found: "400",
    agrees: "handled",
    contradict: refuse("POST /groups", 400, ({ body }) => JSON.stringify(body).includes('"idScope"')),
  },
  {
    id: "content.unknown-scope-id",
    found: "400",
    agrees: "handled",
    contradict: refuse("POST /groups", 400, ({ body }) => JSON.stringify(body).includes(String(unknownId))),
  },
  {
    id: "content.right-the-caller-lacks",
    found: "403",
    agrees: "handled",
    contradict: refuse("POST /groups", 403),
  },
  {
    id: "content.project-url-names",
    found: "no",
    agrees: "no",
    contradict: changeCapabilities((capabilities) => capabilities.map(({ projectUrlNames, ...rest }) => rest)),
  },
  {
    id: "content.app-ids",
    found: "400",
    agrees: "handled",
    contradict: refuse(
      "POST /groups",
      400,
      someGroup(({ attributes }) => attributes),
    ),
  },
  {
    id: "content.app-ids",
    found: "no",
    agrees: "no",
    contradict: change("POST /groups", (items) => items.map(({ attributes, ...rest }) => rest)),
  },
  {
    id: "content.nulls",
    found: "201",
    agrees: "handled",
    contradict: () => async (asked, next) =>
      next({ body: JSON.parse(JSON.stringify(asked.body ?? null), (_, value) => value ?? undefined) }),
  },
  {
    id: "content.null-app-ids",
    found: "400",
    agrees: "handled",
    contradict: refuse(
      "POST /groups",
      400,
      someGroup(({ attributes }) => attributes?.token.appIds === null),
    ),
  },
  {
    id: "content.no-membership",
    found: "400",
    agrees: "no",
    contradict: refuse(
      "POST /groups",
      400,
      someGroup(({ sourceId, members }) => !sourceId && !members),
    ),
  },
  {
    id: "content.members-and-source-id",
    found: "201",
    agrees: "handled",
    contradict: () => async (asked, next) =>
      is(asked, "POST /groups")
        ? next({ body: { items: asked.body.items.map(({ sourceId, ...rest }: Json) => rest) } })
        : next(),
  },
  {
    id: "content.source-id-of-members",
    found: "yes, one that was not sent",
    agrees: "handled",
    options: { returnSourceIdWithMembers: true },
  },
  {
    id: "content.source-id-of-members",
    found: "members are missing",
    agrees: "no",
    contradict: change("GET /groups", (items) => items.map(({ members, ...rest }) => rest)),
  },
  {
    id: "content.limits",
    found: "400",
    agrees: "no",
    contradict: refuse(
      "POST /groups",
      400,
      someGroup(({ name }) => name.length > 200),
    ),
  },
];
