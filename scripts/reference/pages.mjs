// A plugin of typedoc: lays the reference out as readers look for things, a page for each kind of thing rather than for each
// module, and under one heading what belongs together; and adds the page of ACLs. See typedoc.json; `npm run reference` runs it.
import path from "node:path";
import { Comment, Converter, DeclarationReflection, ReflectionGroup, ReflectionKind } from "typedoc";
import { MarkdownPageEvent, ModuleRouter } from "typedoc-plugin-markdown";
import { root } from "../project.mjs";
import { aclPage } from "./acls.mjs";

/** @typedef {import("typedoc").ProjectReflection} ProjectReflection */

const intro = `Every public name, generated from the doc comments by \`npm run reference\`. For how the parts fit together, see [concepts](../concepts.md). Names are spelled as in TypeScript: in Python, \`getGroups\` is \`get_groups\` and \`sourceId\` is \`source_id\` ([names](../python.md#names)).`;

/** The pages in the order of the index: what stands at the top of each, and under which heading it has what a source file or folder exports. */
const pages = [
  {
    module: "index",
    title: "Groups",
    text: "The resource `Group`, the lookups for groups, and the types of capabilities. Every ACL, with its actions and scopes: [ACLs](acls.md).",
    headings: {
      "groups/resource.ts": "Resource",
      "groups/find.ts": "Lookups",
      "groups/lookup.ts": "Lookups",
      "capabilities/types.ts": "Capabilities",
      "groups/bundles.ts": "Capabilities",
      "capabilities/rights.ts": "Comparing rights",
      "client/groups.ts": "Types",
    },
  },
  {
    module: "index",
    title: "Security categories",
    text: "The resource `SecurityCategory`, and the lookups for security categories.",
    headings: {
      "security-categories/resource.ts": "Resource",
      "security-categories/find.ts": "Lookups",
      "security-categories/lookup.ts": "Lookups",
    },
  },
  {
    module: "index",
    title: "Sessions",
    text: "The resource `Session`, which gives background jobs lasting access, and the lookup for sessions.",
    headings: {
      "sessions/resource.ts": "Resource",
      "sessions/find.ts": "Lookups",
      "sessions/lookup.ts": "Lookups",
      "client/sessions.ts": "Types",
    },
  },
  {
    module: "index",
    title: "Token and user profiles",
    text: "Lookups for the caller's token and user profiles, which cannot be declared.",
    headings: {
      "token/find.ts": "Token",
      "token/lookup.ts": "Token",
      "user-profiles/find.ts": "User profiles",
      "user-profiles/lookup.ts": "User profiles",
      "client/": "Types",
    },
  },
  {
    module: "index",
    title: "What scopes name",
    text: "The lookups for data sets, extraction pipelines, time series, assets and location filters, which scopes name by IDs that differ in each project.",
    headings: { "scope-targets/": "Lookups", "client/scope-targets.ts": "Types" },
  },
  {
    module: "index",
    title: "Connection",
    text: "The settings of a connection, the argument `project` of every resource and lookup, and `Provider` for other clusters and credentials.",
    headings: {
      "program/dynamic-resource.ts": "Projects",
      "directory/directory.ts": "Projects",
      "program/lookup.ts": "Projects",
      "program/provider.ts": "Providers",
      "connection/settings.ts": "Settings",
    },
  },
  {
    module: "index",
    title: "Errors",
    text: "The errors of lookups and the client. Resources fail with the same messages, which Pulumi shows.",
    headings: { "errors.ts": "Errors" },
  },
  {
    module: "client",
    title: "Client",
    text: "The IAM part of the CDF API, for scripts without Pulumi.",
    headings: {
      "client/": "Client",
      "connection/settings.ts": "Settings",
      "connection/resolve.ts": "Settings",
      "client/groups.ts": "Groups",
      "capabilities/rights.ts": "Groups",
      "client/security-categories.ts": "Security categories",
      "client/sessions.ts": "Sessions",
      "client/user-profiles.ts": "User profiles",
      "client/scope-targets.ts": "What scopes name",
      "client/token-inspection.ts": "Token",
      "client/batches.ts": "Errors",
      "errors.ts": "Errors",
    },
  },
  {
    module: "local",
    title: "Local server",
    text: "A stand-in for the CDF IAM API on this machine, to test programs against.",
    headings: {
      "local/start.ts": "Server",
      "local/types.ts": "Server",
      "local/local-request.ts": "Server",
      "local/options.ts": "Options",
      "local/fail-rule.ts": "Failures",
      "local/operations.ts": "Failures",
    },
  },
];

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.renderer.defineRouter("pages", PagesRouter);
  // Once typedoc knows what is inherited (0), and before it groups the members (-100).
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => withoutBases(project), -50);
  // Once it has followed the links (-300), which it looks up by module.
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => intoPages(project), -400);
  app.renderer.on(MarkdownPageEvent.END, (page) => {
    if (page.model.isProject()) page.contents = index(page.model, app.renderer.router);
    page.contents = tidy(page.contents);
  });
}

/** Names each page's file after its title. */
class PagesRouter extends ModuleRouter {
  /** @override @param {DeclarationReflection} reflection */
  getReflectionAlias(reflection) {
    return super.getReflectionAlias(reflection).toLowerCase().replaceAll(" ", "-");
  }
}

/** @param {ProjectReflection} project */
function intoPages(project) {
  const modules = Object.fromEntries(project.children.map((module) => [module.name, module]));
  for (const { module, title, text, headings } of pages) {
    const page = addPage(project, title, `${text}\n\nImported from \`${specifier(module)}\`.`);
    const groups = new Map(Object.values(headings).map((heading) => [heading, new ReflectionGroup(heading, page)]));
    for (const child of [...(modules[module].children ?? [])]) {
      const file = fileOf(child);
      const group = groups.get(headings[file] ?? headings[`${path.posix.dirname(file)}/`]);
      if (group === undefined) continue;
      modules[module].removeChild(child);
      child.parent = page;
      page.addChild(child);
      group.children.push(child);
    }
    page.groups = [...groups.values()].filter(({ children }) => children.length > 0);
  }
  addPage(project, "ACLs", aclPage());
  for (const module of Object.values(modules)) {
    const left = (module.children ?? []).map((child) => `${child.name} of src/${fileOf(child)}`);
    if (left.length > 0) throw new Error(`No page in scripts/reference/pages.mjs takes ${left.join(", ")}.`);
    project.removeReflection(module);
  }
  delete project.groups;
}

/** @param {ProjectReflection} project @param {string} title @param {string} text */
function addPage(project, title, text) {
  const page = new DeclarationReflection(title, ReflectionKind.Module, project);
  page.comment = new Comment([{ kind: "text", text }]);
  project.registerReflection(page, undefined, undefined);
  project.addChild(page);
  return page;
}

/** Omits what a class inherits, which is one click away, and internal base classes. @param {ProjectReflection} project */
function withoutBases(project) {
  for (const reflection of Object.values(project.reflections)) {
    if (reflection.inheritedFrom) project.removeReflection(reflection);
    delete reflection.overwrites;
    if (reflection.typeHierarchy?.types.some(({ name }) => name === "DynamicResource")) delete reflection.typeHierarchy;
  }
}

/** The page that leads to all others. @param {ProjectReflection} project @param {PagesRouter} router */
function index(project, router) {
  const lists = project.children.map((page) => {
    const { text = "" } = pages.find(({ title }) => title === page.name) ?? {};
    const names = (page.groups ?? [])
      .flatMap(({ children }) => children)
      .map((child) => `[\`${child.name}\`](${router.getFullUrl(child)})`);
    return [`## [${page.name}](${router.getFullUrl(page)})`, text, names.join(" · ")].filter(Boolean).join("\n\n");
  });
  return ["# API reference", intro, ...lists, ""].join("\n\n");
}

/** Pulumi's `Output` is an alias, and TypeScript sometimes shows its other name. @param {string} text */
const tidy = (text) => text.replaceAll("OutputInstance", "Output").replaceAll("{\n}", "{}").replace(/ +$/gm, "");

/** The module name in a program's import. @param {string} module */
const specifier = (module) => (module === "index" ? "pulumi-cognite-iam" : `pulumi-cognite-iam/${module}`);

/** The source file of a symbol, below `src`. @param {DeclarationReflection} reflection */
function fileOf(reflection) {
  const { fileName = "" } = reflection.project.getSymbolIdFromReflection(reflection) ?? {};
  return path.relative(path.join(root, "src"), fileName).replaceAll(path.sep, "/");
}
