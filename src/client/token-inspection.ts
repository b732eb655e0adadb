import * as z from "zod";
import type { Http } from "./http";
import { answerObject } from "./shape";

/** What a capability of a token reaches: every project, or those named. */
export type ProjectScope =
  | {
      /** Empty: it holds in every project. */
      allProjects: Record<string, never>;
    }
  | {
      /** The URL names of the projects where it holds. */
      projects: string[];
    }
  | Record<string, unknown>;

/** One capability of a token: an ACL with its actions and scope, and the projects where it holds. */
export interface TokenCapability {
  /** Where it holds; everywhere when the answer does not say. */
  projectScope?: ProjectScope | undefined;
  [acl: string]: unknown;
}

/** What a token is and reaches. */
export interface TokenInspection {
  /** The `sub` claim. */
  subject: string;
  /** The projects that the token reaches, as far as the caller may list them, and the caller's groups there. */
  projects: {
    /** The URL name of a project. */
    projectUrlName: string;
    /** The ids of the caller's groups there. */
    groups: number[];
  }[];
  /** What the caller's groups allow, in all projects that the token reaches. */
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
   * What the token is and reaches. `GET /api/v1/token/inspect`; needs `projectsAcl:LIST` and `groupsAcl:LIST`, and a
   * project where the caller lacks them is left out, so that none shown need not mean none reached.
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
