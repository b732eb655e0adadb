/** A capability with one ACL, in the whole project unless a scope is given. */
export const can = <Acl extends string>(acl: Acl, actions: readonly unknown[], scope: unknown = { all: {} }) =>
  ({ [acl]: { actions, scope } }) as Record<Acl, { actions: readonly unknown[]; scope: unknown }>;

/** The scope of some data sets. */
export const inDataSets = (...ids: readonly unknown[]) => ({ datasetScope: { ids } });

/** The scope of some RAW databases and tables. */
export const inTables = (dbsToTables: unknown) => ({ tableScope: { dbsToTables } });
