import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { LocalIam } from "../../../src/local/index";
import { can, inDataSets, inTables } from "../../support/capability";

const files: Readonly<Record<string, string>> = {
  "config.prod.yaml": `
environment:
  name: prod
  project: local-project
  type: prod
  selected:
    - modules/
variables:
  modules:
    site: oslo
    sourceId: "0000111122223333"
    stage: prod
    access:
      site: bergen
      readers:
        team: data
        numeric: 42
`,
  "config.dev.yaml":
    "environment: { name: dev, selected: [readers] }\nvariables: { modules: { site: test, sourceId: x } }\n",
  "modules/access/readers/auth/readers.Group.yaml": `
# {{ not_needed }} in a comment
name: gp_{{ site }}_readers
sourceId: {{ sourceId }}
metadata:
  team: {{team}}
  number: {{ numeric }}
  quoted: '{{ stage }}'
capabilities:
  - assetsAcl:
      actions: [READ]
      scope: { all: {} }
  - timeSeriesAcl:
      actions: [READ, WRITE]
      scope:
        datasetScope: { ids: [ds_main, "ds other: 2"] }
  - securityCategoriesAcl:
      actions: [MEMBEROF]
      scope: { idScope: { ids: [sc_{{ site }}, sc_live] } }
  - rawAcl:
      actions: [READ]
      scope: { tableScope: { dbsToTables: { db: [t1], all_of_it: {} } } }
`,
  "modules/access/categories/auth/categories.SecurityCategory.yaml": `
- name: sc_{{ site }}
- name: sc_new
`,
  "modules/plain/auth/2.many.Group.yaml": `
- name: gp_{{ site }}_owners
  sourceId: 123456789012345678
  capabilities:
    - brandNewAcl: { actions: [FLY], scope: { all: {} } }
- name: gp_twins
  members: [ann, bob]
- name: gp_new
  sourceId: \${NEW_SOURCE}
- name: gp_lost
  capabilities:
    - securityCategoriesAcl: { actions: [MEMBEROF], scope: { idScope: { ids: [sc_nowhere] } } }
`,
  "modules/plain/auth/broken.Group.yaml": "name: gp_{{ nowhere }}_x\n",
  "modules/plain/data_sets/ds.DataSet.yaml": "externalId: ds_main\nname: Main\n",
};

/** Writes a project of the Cognite Toolkit; gives its `modules`. */
export function writeToolkitProject(folder: string): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return path.join(folder, "modules");
}

/** What the Toolkit had made of it, some of it by hand since. */
export function deployToolkitProject(iam: LocalIam): Record<"readers" | "owners" | "sc_bergen" | "sc_live", number> {
  const categories = ["sc_bergen", "sc_live"].map((name) => iam.createSecurityCategory(name).id);
  const readers = iam.createGroup({
    name: "gp_bergen_readers",
    sourceId: "0000111122223333",
    metadata: { team: "data", number: "42", quoted: "prod" },
    capabilities: [
      can("assetsAcl", ["READ"]),
      can("timeSeriesAcl", ["READ", "WRITE"], inDataSets(71, 72)),
      can("securityCategoriesAcl", ["MEMBEROF"], { idScope: { ids: categories } }),
      can("rawAcl", ["READ"], inTables({ db: { tables: ["t1"] }, all_of_it: {} })),
    ],
  }).id;
  const owners = iam.createGroup({
    name: "gp_oslo_owners",
    sourceId: "123456789012345678",
    capabilities: [can("brandNewAcl", ["FLY"])],
  }).id;
  const [sc_bergen = 0, sc_live = 0] = categories;
  return { readers, owners, sc_bergen, sc_live };
}
