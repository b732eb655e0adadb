import { type Answer, type Call, ok, type World } from "./call";
import { badRequest } from "./errors";
import { isObject } from "./json";

/** `GET /projects/{project}`: needs `projectsAcl:READ`. */
export function getProject({ world, project, rights }: Call): Answer {
  rights.need("projectsAcl", "READ");
  return ok(answerProject(world, project));
}

/** `POST /projects/{project}/update`, of which only the switch of the user profiles is known. Needs `projectsAcl:UPDATE`. */
export function updateProject({ world, project, rights, body }: Call): Answer {
  rights.need("projectsAcl", "UPDATE");
  const enabled = ["update", "userProfilesConfiguration", "set", "enabled"].reduce<unknown>(
    (value, key) => (isObject(value) ? value[key] : undefined),
    body,
  );
  if (typeof enabled !== "boolean")
    throw badRequest('The body must be {"update": {"userProfilesConfiguration": {"set": {"enabled": boolean}}}}.');
  world.store.setSetting(profilesSetting(project), String(enabled));
  return ok(answerProject(world, project));
}

/** Whether a project has user profiles. */
export const hasProfiles = ({ store }: World, project: string): boolean =>
  store.setting(profilesSetting(project), () => "true") === "true";

const profilesSetting = (project: string) => `user-profiles ${project}`;

function answerProject(world: World, project: string): object {
  const { url } = world;
  return {
    name: project,
    urlName: project,
    organization: "local-organization",
    userProfilesConfiguration: { enabled: hasProfiles(world, project) },
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
