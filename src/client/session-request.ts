import type { Connection } from "../connection/resolve";
import type { SessionRequest } from "./sessions";

/** A session as the connection logs in: with its client credentials if it has them, otherwise with its token. */
export function requestAs({ credentials }: Pick<Connection, "credentials">): SessionRequest {
  return credentials.kind === "clientCredentials"
    ? { clientId: credentials.clientId, clientSecret: credentials.clientSecret }
    : { tokenExchange: true };
}
