import { type Answer, type Call, ok } from "./call";

/** `GET /projects/{project}`: needs `projectsAcl:READ`. */
export function getProject({ world: { url }, project, rights }: Call): Answer {
  rights.need("projectsAcl", "READ");
  return ok({
    name: project,
    urlName: project,
    organization: "local-organization",
    userProfilesConfiguration: { enabled: true },
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
  });
}
