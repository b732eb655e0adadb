import { answerCapability } from "./group-answer";
import type { JsonObject } from "./json";
import { Rights } from "./rights";
import type { ServerState } from "./server-state";
import type { Caller } from "./tokens";

/**
 * `GET /token/inspect`: the caller's groups and capabilities in each project where they have `projectsAcl:LIST` and
 * `groupsAcl:LIST`; other projects are omitted. Includes `userProfilesAcl:READ`, which every group grants.
 */
export function inspectToken(server: ServerState, caller: Caller): object {
  const projects: { projectUrlName: string; groups: number[] }[] = [];
  const capabilities = new Map<string, { capability: JsonObject; projects: string[] }>();
  for (const project of server.store.projects) {
    if (caller.projects?.includes(project) === false) continue;
    const rights = new Rights(caller, project, server.store.of(project).groups.values());
    if (rights.grant("projectsAcl", "LIST") === undefined || rights.grant("groupsAcl", "LIST") === undefined) continue;
    projects.push({ projectUrlName: project, groups: rights.groups.map((group) => group.id) });
    for (const capability of [...rights.capabilities, { userProfilesAcl: { actions: ["READ"], scope: { all: {} } } }]) {
      const answer = answerCapability(capability, server.settings.lowerCaseScopeKeys);
      const key = JSON.stringify(answer);
      const entry = capabilities.get(key) ?? { capability: answer, projects: [] };
      if (!entry.projects.includes(project)) entry.projects.push(project);
      capabilities.set(key, entry);
    }
  }
  return {
    subject: caller.subject,
    projects,
    capabilities: [...capabilities.values()].map((one) => ({
      ...one.capability,
      projectScope: { projects: one.projects },
    })),
  };
}
