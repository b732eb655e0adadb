/**
 * The group that everything here declares, seeds and lists: four capabilities, a source and a pair of metadata. Its text
 * goes into the programs, so it uses nothing from outside.
 *
 * @param {number} i
 */
export const group = (i) => ({
  name: `group-${i}`,
  sourceId: `source-${i}`,
  capabilities: [
    { assetsAcl: { actions: ["READ"], scope: { all: {} } } },
    { timeSeriesAcl: { actions: ["READ", "WRITE"], scope: { datasetScope: { ids: [1000 + i, 2000 + i] } } } },
    { eventsAcl: { actions: ["READ"], scope: { all: {} } } },
    {
      rawAcl: { actions: ["READ", "LIST"], scope: { tableScope: { dbsToTables: { landing: { tables: [`t${i}`] } } } } },
    },
  ],
  metadata: { team: `team-${i % 7}` },
});
