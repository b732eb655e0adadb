import type { Connection } from "../connection";
import type { SessionRequest } from "./api";

/** A session as the connection logs in: as its client if it has one, else with its token. */
export function requestAs({ credentials }: Pick<Connection, "credentials">): SessionRequest {
  return credentials.kind === "clientCredentials"
    ? { clientId: credentials.clientId, clientSecret: credentials.clientSecret }
    : { tokenExchange: true };
}
