import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse, stringify } from "yaml";
import type { LocalGroupSpec, LocalIam } from "../../../src/local/index";

/** A module as the Toolkit's library has them: its variables differ by environment, and some environments lack it. */
interface Module {
  /** Below `modules`. */
  at: string;
  files: Readonly<Record<string, string>>;
  /** The variables in each environment that selects it; several where it is built several times. */
  variables: Partial<Record<EnvironmentName, object | object[]>>;
}

type EnvironmentName = "dev" | "test" | "prod";

/** The environments, each a project of its own. */
export const libraryEnvironments: readonly EnvironmentName[] = ["dev", "test", "prod"];

/** The CDF project of an environment. */
export const libraryProject = (environment: string): string => `library-${environment}`;

/** What `\u0024{NAMES}` stand for. */
export const libraryVariables: Readonly<Record<string, string>> = {
  ADMIN_SOURCE_ID: "11111111-0000-4000-8000-000000000001",
  PRODUCER_SOURCE_ID: "11111111-0000-4000-8000-000000000002",
  INFIELD_PROD_SOURCE_ID: "11111111-0000-4000-8000-000000000003",
};

const all = "\n      scope: { all: {} }";
const everywhere = <T>(of: (environment: EnvironmentName) => T) => ({
  dev: of("dev"),
  test: of("test"),
  prod: of("prod"),
});

const extractor = (name: string, more: string, environments: readonly EnvironmentName[]): Module => ({
  at: `sourcesystem/${name}_extractor`,
  files: {
    [`auth/producer.ep.${name}.Group.yaml`]: `
# One group for the extractor of {{ location }}
name: producer_{{location}}_ep_${name}_{{ environment }}
sourceId: "{{ extractor_group_source_id }}"
capabilities:
  - sessionsAcl:
      actions: [CREATE]${all}
  - datasetsAcl:
      actions: [READ]
      scope: { idScope: { ids: ['{{ dataset }}'] } }
  - extractionPipelinesAcl:
      actions: [READ, WRITE]
      scope: { idScope: { ids: ["ep_{{ location }}_${name}"] } }
  - dataModelInstancesAcl:
      actions: [READ, WRITE, WRITE_PROPERTIES]
      scope: { spaceIdScope: { spaceIds: [{{ instanceSpace }}] } }
${more}`,
  },
  variables: Object.fromEntries(
    environments.map((environment) => [
      environment,
      {
        location: site(environment),
        environment,
        dataset: `ds_${name}`,
        instanceSpace: `sp_${name}`,
        extractor_group_source_id: `${name}-${environment}`,
      },
    ]),
  ),
});

const site = (environment: EnvironmentName) => ({ dev: "oslo", test: "bergen", prod: "tromso" })[environment];

const raw = `  - rawAcl:
      actions: [READ, WRITE, LIST]
      scope: { tableScope: { dbsToTables: { "db_{{ location }}_{{ environment }}": [] } } }
`;

const infield = (role: string, actions: string): Record<string, string> => ({
  [`auth/infield_${role}.Group.yaml`]: `
name: "gp_infield_{{location}}_${role}"
sourceId: "{{ infield_source_id }}"
metadata:
  origin: cognite-toolkit
  module_version: {{ module_version }}
capabilities:
  - groupsAcl:
      actions: [READ, LIST]
      scope: { currentuserscope: {} }
  - dataModelInstancesAcl:
      actions: ${actions}
      scope:
        spaceIdScope:
          spaceIds:
            - cognite_app_data
            - sp_infield_{{location}}_assets
  - locationFiltersAcl:
      actions: [READ]
      scope: { idScope: { ids: [loc_{{location}}] } }
`,
});

const modules: readonly Module[] = [
  {
    at: "common/foundation",
    files: {
      "auth/admin.Group.yaml": `
name: "{{ adminGroupName }}"
sourceId: "{{ adminSourceId }}"
capabilities:
  - groupsAcl:
      actions: [LIST, READ, CREATE, UPDATE, DELETE]${all}
  - projectsAcl:
      actions: [READ, LIST, UPDATE]${all}
`,
      "auth/producer.Group.yaml": `
name: "{{ producerGroupName }}"
sourceId: \u0024{PRODUCER_SOURCE_ID}
metadata: { origin: cdf-project-templates, stage: "{{ stage }}" }
capabilities:
  - datasetsAcl:
      actions: [READ]
      scope: { idScope: { ids: {{ dataset }} } }
  - timeSeriesAcl:
      actions: {{ seriesActions }}
      scope: { datasetScope: { ids: {{ dataset }} } }
  - dataModelInstancesAcl:
      actions: [READ, WRITE]
      scope: { spaceIdScope: { spaceIds: {{ instanceSpaces }} } }
  - dataModelsAcl:
      actions: [READ]
      scope: { spaceIdScope: { spaceIds: ["{{ schemaSpace }}", "sp_{{ stage }}_it's"] } }
`,
      "auth/consumer.Group.yaml": `
name: consumer_{{ stage }}
sourceId: consumers
capabilities:
  - filesAcl:
      actions: [READ]
      scope: { datasetScope: { ids: {{ dataset }} } }
  - securityCategoriesAcl:
      actions: [MEMBEROF]
      scope: { idScope: { ids: [sc_{{ stage }}, sc_shared] } }
`,
      "auth/categories.SecurityCategory.yaml": "- name: sc_{{ stage }}\n",
    },
    variables: everywhere((environment) => ({
      stage: environment,
      adminGroupName: `admin_all_${environment}`,
      producerGroupName: `producer_all_${environment}`,
      adminSourceId: "\u0024{ADMIN_SOURCE_ID}",
      dataset: environment === "prod" ? ["ds_main", "ds_more"] : ["ds_main"],
      instanceSpaces: [`sp_${environment}`, "sp_shared"],
      seriesActions: environment === "prod" ? ["READ"] : ["READ", "WRITE"],
      schemaSpace: "cdf_cdm",
    })),
  },
  {
    at: "common/ingestion",
    files: {
      "auth/user.Group.yaml": `
name: gp_user_{{ workflow }}
sourceId: {{ groupSourceId }}
capabilities:
  - transformationsAcl:
      actions: [READ, WRITE]
      scope: { datasetScope: { ids: [{{ dataset }}] } }
`,
      "auth/workflow.Group.yaml": `
name: gp_{{ workflow }}
sourceId: {{ groupSourceId }}
metadata: { origin: cognite-toolkit }
capabilities:
  - rawAcl:
      actions: [READ, WRITE]
      scope: { tableScope: { dbsToTables: { {{ rawDatabase }}: [one, two], fixed: [] } } }
  - timeSeriesAcl:
      actions: [READ]
      scope: { idScope: { ids: [{{ seriesId }}] } }
`,
    },
    variables: everywhere((environment) => ({
      workflow: "ingestion",
      groupSourceId: "0000111122223333",
      dataset: "ds_main",
      rawDatabase: `raw_${environment}`,
      seriesId: { dev: 101, test: 102, prod: 103 }[environment],
    })),
  },
  {
    at: "contextualization/annotation",
    files: {
      "auth/annotation.Group.yaml": `
- name: gp_annotation
  members: {{ people }}
  capabilities:
    - filesAcl:
        actions: [READ]
        scope: { datasetScope: { ids: ["{{ annotationDatasetExternalId }}"] } }
    - annotationsAcl:
        actions: [READ, WRITE, SUGGEST, REVIEW]
        scope: { all: {} }
- name: gp_annotation_review
  sourceId: review
  capabilities:
    - eventsAcl:
        actions: [READ]
        scope: { assetRootIdScope: { rootIds: [plant_{{ plant }}] } }
`,
    },
    variables: everywhere((environment) => ({
      people: ["ann@example.com", `bob@${environment}.example.com`],
      annotationDatasetExternalId: "ds_main",
      plant: site(environment),
    })),
  },
  extractor("pi", "", ["prod"]),
  extractor("sap", raw, ["dev", "test", "prod"]),
  extractor("opcua", raw, ["dev", "prod"]),
  extractor("db", "", ["dev", "test", "prod"]),
  extractor("files", "", ["dev", "test", "prod"]),
  {
    at: "solutions/infield_location",
    files: {
      ...infield("read_only", "[READ]"),
      ...infield("normal", "[READ, WRITE]"),
      ...infield("template_admin", "[READ, WRITE]"),
      ...infield("checklist_admin", "[READ, WRITE]"),
    },
    variables: {
      test: { location: "bergen", module_version: 2, infield_source_id: "infield-test" },
      prod: { location: "tromso", module_version: 1, infield_source_id: "\u0024{INFIELD_PROD_SOURCE_ID}" },
    },
  },
  {
    at: "plants",
    files: { "auth/plant.Group.yaml": "name: gp_plant_{{ plant }}\nsourceId: plant-{{ plant }}\n" },
    variables: {
      dev: { plant: "oslo" },
      test: { plant: "bergen" },
      prod: [{ plant: "tromso" }, { plant: "bodo" }, { plant: "alta" }],
    },
  },
];

const names = ["main", "more", "pi", "sap", "opcua", "db", "files"];
const sites = libraryEnvironments.map(site);

/** The options of a server that has what the groups name. */
export const libraryTargets = {
  projects: libraryEnvironments.map(libraryProject),
  dataSets: names.map((name) => ({ externalId: `ds_${name}` })),
  extractionPipelines: sites.flatMap((each) => names.map((name) => ({ externalId: `ep_${each}_${name}` }))),
  locationFilters: sites.map((each) => ({ externalId: `loc_${each}` })),
  assets: sites.map((each) => ({ externalId: `plant_${each}` })),
  timeSeries: [],
};

/** Writes the library as a project of the Toolkit; gives its `modules`. */
export function writeLibrary(folder: string): string {
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  for (const { at, files } of modules)
    for (const [name, text] of Object.entries(files)) write(`modules/${at}/${name}`, text);
  for (const name of libraryEnvironments) {
    const variables = {};
    const own = modules.filter((module) => module.variables[name] !== undefined);
    for (const module of own) {
      const folders = ["modules", ...module.at.split("/")];
      const last = folders.pop() ?? "";
      let level: Record<string, object> = variables;
      for (const each of folders) {
        level[each] ??= {};
        level = level[each] as Record<string, object>;
      }
      level[last] = module.variables[name] ?? {};
    }
    const selected = own.map(({ at }) => `modules/${at}`);
    const environment = { name, project: libraryProject(name), type: name, selected };
    write(`config.${name}.yaml`, stringify({ environment, variables }));
  }
  return path.join(folder, "modules");
}

/** The groups and categories of an environment, worked out from the modules as the Toolkit does, with the ids of a server. */
export function libraryContent(
  iam: LocalIam,
  environment: EnvironmentName,
): { groups: LocalGroupSpec[]; categories: string[] } {
  const objects = modules.flatMap(({ files, variables }) => {
    const builds = [variables[environment] ?? []].flat() as Record<string, unknown>[];
    return builds.flatMap((build) =>
      Object.entries(files).flatMap(([name, text]) => {
        const value: unknown = parse(filled(text, build));
        return (Array.isArray(value) ? value : [value]).map((each) => ({
          isGroup: /\.Group\./.test(name),
          value: each,
        }));
      }),
    );
  });
  const state = iam.state(libraryProject(environment));
  const targets = [state.dataSets, state.extractionPipelines, state.locationFilters, state.assets].flat();
  const known = new Map(targets.map(({ externalId, id }) => [String(externalId), id]));
  for (const { id, name } of state.securityCategories) known.set(name, id);
  const withIds = (key: string, value: unknown) =>
    /^(ids|rootIds)$/.test(key) && Array.isArray(value) ? value.map((each) => known.get(each) ?? each) : value;
  const groups = objects
    .filter(({ isGroup }) => isGroup)
    .map(({ value }) => JSON.parse(JSON.stringify(value, withIds)));
  for (const group of groups) {
    if (group.metadata) for (const [key, value] of Object.entries(group.metadata)) group.metadata[key] = String(value);
    for (const { rawAcl } of group.capabilities ?? [])
      for (const [database, tables] of Object.entries(rawAcl?.scope.tableScope.dbsToTables ?? {}))
        rawAcl.scope.tableScope.dbsToTables[database] = { tables };
  }
  return { groups, categories: objects.filter(({ isGroup }) => !isGroup).map(({ value }) => value.name) };
}

function filled(text: string, variables: Readonly<Record<string, unknown>>): string {
  const withValues = text
    .replace(/^#.*$/gm, "")
    .replaceAll(/(['"]?)\{\{\s*(\w+)\s*\}\}(['"]?)/g, (_, start, name, end) => {
      const value = variables[name];
      if (Array.isArray(value)) return JSON.stringify(value);
      return typeof value === "string" && /^\d+$/.test(value) ? JSON.stringify(value) : `${start}${value}${end}`;
    });
  return withValues.replaceAll(/\$\{(\w+)\}/g, (_, name) => libraryVariables[name] ?? "");
}
