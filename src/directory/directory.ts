import type { IamClient } from "../client/client";
import { pollUntil } from "../client/poll";
import { projectNameProblem } from "../connection/project-name";
import { CdfError } from "../errors";
import { nextTick, SharedAnswers } from "./shared-answers";

/** Where a lookup looks. */
export interface LookupArgs {
  /** The CDF project, by its URL name. Default: the project of the connection. */
  project?: string | undefined;
}

/** What a lookup works with: the client of its connection, and the answers that the lookups of a program share. */
export interface Directory {
  readonly client: IamClient;
  /** The answer to a question, asked once for all lookups, but later than what this lookup depends on. */
  shared<T>(key: string, ask: () => Promise<T>): Promise<T>;
  /** The first `limit` items of a list; the longest list that any lookup needs is requested once. */
  first<T>(key: string, limit: number, ask: (limit: number) => Promise<T[]>): Promise<T[]>;
  /**
   * What matches in a shared list. Requested again when nothing matches, since it may have been created in the
   * meantime.
   */
  search<T>(key: string, ask: () => Promise<T[]>, matches: (item: T) => boolean): Promise<T[]>;
  /** The answer that matches for an item; lookups that run together share one call for all of their items. */
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

/** What the lookups on one connection share: the client, and the answers for each project. */
export class Programs {
  readonly #client: () => Promise<IamClient>;
  readonly #byProject = new Map<string, Program>();

  constructor(client: () => Promise<IamClient>) {
    this.#client = client;
  }

  /** @throws CdfError `INVALID_ARGUMENT` when it is not a valid project name. */
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
 * Creates what a lookup works with.
 * @param notBefore - the tick at which the target may have been created, so that older answers may lack it; 0 when it
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
