import * as z from "zod";
import { answerObject } from "../../client/shape";
import { CdfError } from "../../errors";
import { isObject } from "../../validation/problems";
import { accessInState, isState } from "./from-state";
import { type AccessReport, type AclStatus, type Risk, reportKind, reportVersion } from "./model";
import { accessReport, type ReportOptions } from "./report";
import { categoryNames, withTargetNames } from "./target-names";

/** Gives fields of version 1 the names that they have now. */
function renamed(names: Readonly<Record<string, string>>): (value: unknown) => unknown {
  const nameOf = (field: string) => (Object.hasOwn(names, field) ? (names[field] ?? field) : field);
  return (value) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).map(([field, each]) => [nameOf(field), each])) : value;
}

const texts = z.array(z.string());
const scope = z.preprocess(
  renamed({ things: "targets" }),
  z.looseObject({
    reach: z.enum(["project", "scoped", "unknown"]),
    key: z.string(),
    targets: z.array(texts),
    externalIds: z.record(z.string(), z.string()).optional(),
    names: z.record(z.string(), z.string()).optional(),
  }),
);
const right = z.looseObject({
  acl: z.string(),
  status: z.custom<AclStatus>((status) => typeof status === "string"),
  read: texts,
  write: texts,
  scope,
  unlisted: texts,
  projects: texts,
});
const membership = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.literal("sourceId"), sourceId: z.string() }),
  z.looseObject({
    kind: z.literal("members"),
    members: z.array(answerObject({ id: z.string(), name: z.string().optional() })),
  }),
  z.looseObject({ kind: z.literal("allUserAccounts") }),
  z.looseObject({ kind: z.literal("nobody") }),
  z.looseObject({ kind: z.literal("hidden"), text: z.string() }),
]);
const hidden = answerObject({
  field: z.string(),
  why: z.enum(["secret", "unknown"]),
  fingerprint: z.string().optional(),
});
const group = z.preprocess(
  renamed({ standing: "managementStatus" }),
  answerObject({
    key: z.string(),
    id: z.number().optional(),
    name: z.string(),
    project: z.string().optional(),
    urn: z.string().optional(),
    owner: z.string().optional(),
    managementStatus: z.enum(["managed", "drifted", "missing", "unmanaged"]).optional(),
    drift: texts.optional(),
    membership,
    applications: texts,
    rights: z.array(right),
    metadata: z.record(z.string(), z.string()),
    hidden: z.array(z.preprocess(renamed({ mark: "fingerprint" }), hidden)),
  }),
);
const report: z.ZodType<AccessReport> = z.looseObject({
  kind: z.literal(reportKind),
  version: z.literal([1, reportVersion]).transform((): typeof reportVersion => reportVersion),
  at: z.string(),
  sources: z.array(z.enum(["live", "state"])),
  projects: texts,
  groups: z.array(group),
  categories: z.array(answerObject({ id: z.number(), name: z.string(), project: z.string().optional() })),
  categoriesComplete: z.boolean(),
  risks: z.array(z.custom<Risk>()),
  notes: texts,
});

/**
 * A report that `pulumi-cognite-iam access --json` wrote, or the report of a `pulumi stack export`.
 * @throws CdfError `INVALID_ARGUMENT` when it is neither.
 */
export function readReport(json: unknown, options: ReportOptions = {}): AccessReport {
  if (isState(json)) return accessReport({ state: accessInState(json) }, options);
  if (!isObject(json) || json["kind"] !== reportKind)
    throw new CdfError(
      "INVALID_ARGUMENT",
      "is neither a report of `npx pulumi-cognite-iam access --json` nor a `pulumi stack export`",
    );
  const read = report.safeParse(json);
  if (read.success) return withCategoryNames(read.data);
  const [issue] = read.error.issues;
  const where = issue?.path.join(".") || "the whole";
  throw new CdfError("INVALID_ARGUMENT", `is not a report that this version can read: ${where}: ${issue?.message}`);
}

/** Reports of version 1 have the names of categories in their list alone. */
const withCategoryNames = (report: AccessReport): AccessReport => ({
  ...report,
  groups: report.groups.map((group) => withTargetNames(group, categoryNames(report.categories, group.project))),
});
