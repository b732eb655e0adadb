import * as z from "zod";
import type { Http } from "./http";
import { answerObject } from "./shape";

/** Where a capability of a token applies: in every project, or in those named. */
export type ProjectScope =
  | {
      /** Empty: it applies in every project. */
      allProjects: Record<string, never>;
    }
  | {
      /** The URL names of the projects where it applies. */
      projects: string[];
    }
  | Record<string, unknown>;

/** One capability of a token: an ACL with its actions and scope, and the projects where it applies. */
export interface TokenCapability {
  /** Where it applies; everywhere if absent. */
  projectScope?: ProjectScope | undefined;
  [acl: string]: unknown;
}

/** The token's identity and reach. */
export interface TokenInspection {
  /** The `sub` claim. */
  subject: string;
  /** The projects that the token reaches, as far as the caller may list them, and the caller's groups there. */
  projects: {
    /** The URL name of a project. */
    projectUrlName: string;
    /** The IDs of the caller's groups there. */
    groups: number[];
  }[];
  /** What the caller's groups grant, in all projects that the token reaches. */
  capabilities: TokenCapability[];
}

const projectScope = answerObject({
  allProjects: z.record(z.string(), z.unknown()).optional(),
  projects: z.array(z.string()).optional(),
});

const tokenInspection: z.ZodType<TokenInspection> = z.looseObject({
  subject: z.string(),
  projects: z.array(z.looseObject({ projectUrlName: z.string(), groups: z.array(z.number()) })),
  capabilities: z.array(answerObject({ projectScope: projectScope.optional() })),
});

/** The caller's own token. */
export class TokenApi {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Returns the token's identity and reach. `GET /api/v1/token/inspect`; needs `projectsAcl:LIST` and `groupsAcl:LIST`.
   * Projects where the caller lacks them are omitted, so an empty list does not mean that the token reaches none.
   */
  inspect(): Promise<TokenInspection> {
    return this.#http.call({
      method: "GET",
      path: "/token/inspect",
      global: true,
      answer: tokenInspection,
      writes: false,
      repeat: "idempotent",
      needs: [
        { acl: "projectsAcl", action: "LIST" },
        { acl: "groupsAcl", action: "LIST" },
      ],
    });
  }
}
