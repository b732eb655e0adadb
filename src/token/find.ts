import type { TokenInspection } from "../client/token-inspection";
import type { Directory } from "../directory/directory";

/** What a lookup returns about the caller's token. */
export type InspectTokenResult = TokenInspection;

export const inspect = (directory: Directory) => directory.shared("token", () => directory.client.token.inspect());
