import type { IamClient } from "../client/client";
import { pollUntil } from "../client/poll";
import { projectNameProblem } from "../connection/project-name";
import { CdfError } from "../errors";
import { nextTick, SharedAnswers } from "./shared-answers";

/** Where a lookup looks. */
export interface LookupArgs {
  /** The CDF project, by its URL name. Default: the connection's. */
  project?: string | undefined;
}

/** What a lookup runs on: the client of its connection, and the answers that the lookups of a program share. */
export interface Directory {
  readonly client: IamClient;
  /** The answer to the question of that key, asked once for all lookups, but later than what this one depends on. */
  shared<T>(key: string, ask: () => Promise<T>): Promise<T>;
  /** The first `limit` of a list, of which the longest that is needed is asked for once. */
  first<T>(key: string, limit: number, ask: (limit: number) => Promise<T[]>): Promise<T[]>;
  /** What matches in a shared list; asked for again when nothing does, since it may have been made in the meantime. */
  search<T>(key: string, ask: () => Promise<T[]>, matches: (item: T) => boolean): Promise<T[]>;
  /** What matches of what an item comes to; lookups that run together are answered by one call for all of their items. */
  gather<I, T>(
    key: string,
    item: I,
    ask: (items: I[]) => Promise<T[]>,
    matches: (item: T) => boolean,
  ): Promise<T | undefined>;
}

/** What the lookups in one project of a connection share. */
export interface Program {
  client: () => Promise<IamClient>;
  answers: SharedAnswers;
}

/** What the lookups on one connection share: the client, and of each project the answers. */
export class Programs {
  readonly #client: () => Promise<IamClient>;
  readonly #byProject = new Map<string, Program>();

  constructor(client: () => Promise<IamClient>) {
    this.#client = client;
  }

  /** @throws CdfError `INVALID_ARGUMENT` when that is not the name of a project. */
  in(project: string): Program {
    const problem = projectNameProblem(project);
    if (problem !== undefined) throw new CdfError("INVALID_ARGUMENT", `project: ${problem}`);
    const known = this.#byProject.get(project) ?? {
      client: async () => (await this.#client()).inProject(project),
      answers: new SharedAnswers(),
    };
    this.#byProject.set(project, known);
    return known;
  }
}

/** How long a list may lag behind what the lookup depends on, and how often to ask meanwhile; in ms. */
const [listLagMs, pollMs] = [5_000, 500];

/**
 * What a lookup runs on.
 * @param notBefore - the tick at which what is looked for may have been created, so that older answers may lack it; 0 when it
 * is not known to have been created at all.
 */
export async function directory(program: Program, notBefore: number): Promise<Directory> {
  const { answers } = program;
  const client = await program.client();
  const startedAt = nextTick();
  async function search<T>(answer: (notBefore: number) => Promise<T[]>, matches: (item: T) => boolean): Promise<T[]> {
    const found = (await answer(notBefore)).filter(matches);
    if (found.length > 0) return found;
    let after = startedAt;
    const later = await pollUntil(notBefore > 0 ? Date.now() + listLagMs : 0, { times: { pollMs } }, async () => {
      const matching = (await answer(after)).filter(matches);
      after = nextTick();
      return matching.length > 0 ? matching : undefined;
    });
    return later ?? [];
  }
  return {
    client,
    shared: (key, ask) => answers.get(key, notBefore, ask),
    first: (key, limit, ask) => answers.first(key, notBefore, limit, ask),
    search: (key, ask, matches) => search((after) => answers.get(key, after, ask), matches),
    async gather(key, item, ask, matches) {
      const [found] = await search((after) => answers.gather(key, after, item, ask), matches);
      return found;
    },
  };
}
