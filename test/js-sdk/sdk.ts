import * as sdk from "@cognite/sdk";

// The client's own declarations import without extensions, which TypeScript does not resolve under `nodenext`: what the
// tests call is declared here again.

interface Group {
  id: number;
  name: string;
  sourceId?: string;
  deletedTime?: Date;
}

interface Named {
  id: number;
  name: string;
}

interface Session {
  id: number;
  type?: string;
  status?: string;
  nonce: string;
}

interface Profile {
  userIdentifier: string;
  displayName?: string;
  email?: string;
}

interface Target {
  id: number;
  externalId?: string;
  name?: string;
  createdTime: Date;
}

interface Targets {
  retrieve(
    ids: ({ id: number } | { externalId: string })[],
    params?: { ignoreUnknownIds?: boolean },
  ): Promise<Target[]>;
}

interface Page<T> {
  items: T[];
  next?: () => Promise<Page<T>>;
}

type Pages<T> = Promise<Page<T>> & AsyncIterable<T> & { autoPagingToArray(options?: { limit?: number }): Promise<T[]> };

/** The part of Cognite's JavaScript client that is about access. */
export interface CogniteClient {
  authenticate(): Promise<string | undefined>;
  get<T>(path: string): Promise<{ status: number; data: T }>;
  projects: { retrieve(name: string): Promise<object> };
  groups: {
    create(specs: object[]): Promise<Group[]>;
    list(scope?: { all?: boolean }): Promise<Group[]>;
    delete(ids: number[]): Promise<object>;
  };
  securityCategories: {
    create(specs: object[]): Promise<Named[]>;
    list(query?: object): Pages<Named>;
    delete(ids: number[]): Promise<object>;
  };
  sessions: {
    create(specs: object[]): Promise<Session[]>;
    list(query?: object): Pages<Session>;
    retrieve(ids: { id: number }[]): Promise<Session[]>;
    revoke(ids: { id: number }[]): Promise<Session[]>;
  };
  datasets: Targets & { list(query?: object): Pages<Target> };
  timeseries: Targets;
  assets: Targets;
  profiles: {
    me(): Promise<Profile>;
    list(query?: object): Pages<Profile>;
    retrieve(ids: { userIdentifier: string }[]): Promise<Profile[]>;
    search(query: object): Promise<Profile[]>;
  };
}

interface ClientOptions {
  appId: string;
  project: string;
  baseUrl: string;
  oidcTokenProvider: () => Promise<string>;
}

/** Cognite's JavaScript client, unmodified. */
export const CogniteClient = (sdk as unknown as { CogniteClient: new (options: ClientOptions) => CogniteClient })
  .CogniteClient;
