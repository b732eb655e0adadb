import { badRequest } from "./errors";
import { isObject } from "./json";
import { type OperationCall, ok, type Reply } from "./operation-call";
import type { ServerState } from "./server-state";

/** `GET /projects/{project}`: needs `projectsAcl:READ`. */
export function getProject({ server, project, rights }: OperationCall): Reply {
  rights.need("projectsAcl", "READ");
  return ok(answerProject(server, project));
}

/** `POST /projects/{project}/update`: supports only the switch for user profiles. Needs `projectsAcl:UPDATE`. */
export function updateProject({ server, project, rights, body }: OperationCall): Reply {
  rights.need("projectsAcl", "UPDATE");
  const enabled = ["update", "userProfilesConfiguration", "set", "enabled"].reduce<unknown>(
    (value, key) => (isObject(value) ? value[key] : undefined),
    body,
  );
  if (typeof enabled !== "boolean")
    throw badRequest('The body must be {"update": {"userProfilesConfiguration": {"set": {"enabled": boolean}}}}.');
  server.store.setSetting(profilesSetting(project), String(enabled));
  return ok(answerProject(server, project));
}

/** Whether a project has user profiles. */
export const hasProfiles = ({ store }: ServerState, project: string): boolean =>
  store.setting(profilesSetting(project), () => "true") === "true";

const profilesSetting = (project: string) => `user-profiles ${project}`;

function answerProject(server: ServerState, project: string): object {
  const { url } = server;
  return {
    name: project,
    urlName: project,
    organization: "local-organization",
    userProfilesConfiguration: { enabled: hasProfiles(server, project) },
    oidcConfiguration: {
      jwksUrl: `${url}/oauth2/jwks`,
      tokenUrl: `${url}/oauth2/token`,
      issuer: url,
      audience: url,
      skewMs: 0,
      accessClaims: [{ claimName: "groups" }],
      scopeClaims: [],
      logClaims: [{ claimName: "sub" }],
      isGroupCallbackEnabled: false,
    },
  };
}
