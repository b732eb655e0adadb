import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { unauthorized } from "./errors";
import { isObject, isStringArray, type JsonObject } from "./json";
import type { LocalClient } from "./options";
import type { Store } from "./store";

/** The caller, according to the token. */
export interface Caller {
  clientId: string;
  subject: string;
  userIdentifier: string;
  /** The groups in the identity provider. */
  groups: readonly string[];
  isUser: boolean;
  appId: string | undefined;
  /** `undefined`: all projects. */
  projects: readonly string[] | undefined;
}

/**
 * Issues and checks tokens: JWTs with everything about the caller, signed with a key that the store keeps, so that they
 * survive a restart.
 */
export class Tokens {
  readonly #store: Store;
  readonly #key: Buffer;
  #generation: number;

  constructor(store: Store) {
    this.#store = store;
    this.#key = Buffer.from(
      store.setting("token-key", () => randomBytes(32).toString("base64")),
      "base64",
    );
    this.#generation = Number(store.setting("token-generation", () => "1"));
  }

  /** A token for a client, valid for this many seconds from now. */
  issue(client: LocalClient, issuer: string, lifetimeSeconds: number): string {
    const now = Date.now() / 1000;
    const claims = {
      iss: issuer,
      aud: issuer,
      sub: client.subject ?? client.clientId,
      azp: client.clientId,
      oid: client.userIdentifier ?? client.clientId,
      idtyp: client.isUser === true ? "user" : "app",
      groups: client.groups ?? [],
      appid: client.appId,
      projects: client.projects,
      iat: now,
      exp: now + lifetimeSeconds,
      jti: randomBytes(8).toString("hex"),
      gen: this.#generation,
    };
    const content = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
    return `${content}.${this.#sign(content)}`;
  }

  /** The sender of an `Authorization` header; throws 401 when it is absent, forged, expired or revoked. */
  check(authorization: string | undefined): Caller {
    const [, content, payload, signature] = /^bearer +([\w-]+\.([\w-]+))\.([\w-]+) *$/i.exec(authorization ?? "") ?? [];
    if (content === undefined || payload === undefined || signature === undefined) throw unauthorized();
    const expected = Buffer.from(this.#sign(content));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) throw unauthorized();
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
    if (!isObject(claims) || claims["gen"] !== this.#generation) throw unauthorized();
    if (Number(claims["exp"]) * 1000 <= Date.now()) throw unauthorized();
    return callerOf(claims);
  }

  /** Invalidates all tokens issued so far. */
  revokeAll(): void {
    this.#store.setSetting("token-generation", String(this.#generation + 1));
    this.#generation += 1;
  }

  #sign(content: string): string {
    return createHmac("sha256", this.#key).update(content).digest("base64url");
  }
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

function callerOf(claims: JsonObject): Caller {
  const { sub, azp, oid, idtyp, groups, appid, projects } = claims as Record<string, unknown>;
  return {
    clientId: String(azp),
    subject: String(sub),
    userIdentifier: String(oid),
    groups: isStringArray(groups) ? groups : [],
    isUser: idtyp === "user",
    appId: typeof appid === "string" ? appid : undefined,
    projects: isStringArray(projects) ? projects : undefined,
  };
}
