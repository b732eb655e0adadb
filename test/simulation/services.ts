import { home, plant } from "./history";
import type { Draw } from "./random";
import { type Answer, type Call, type Doer, Service, type ServiceTraits, type Thing } from "./service";

/** Where something is: what the state says of a resource, or a thing itself. */
export interface Place {
  project: string;
  kind: Thing["kind"];
  id: unknown;
}

/** The same text for a resource and the thing that it stands for. */
export const keyOf = ({ project, kind, id }: Place): string => `${project} ${kind} ${String(id)}`;

/** The API of all projects: each has things, ids, replicas and rights of its own; a token is good for all of them. */
export class Services {
  readonly #services: ReadonlyMap<string, Service>;

  constructor(traits: ServiceTraits, draw: Draw) {
    let last = 100_000;
    const shared = () => {
      last += 1;
      return last;
    };
    const own = () => {
      let lastOwn = 100_000;
      return () => {
        lastOwn += 1;
        return lastOwn;
      };
    };
    const serviceOf = (project: string) => {
      const drawn: Draw = project === home ? draw : (key) => draw(`${project} ${key}`);
      return new Service(project, traits, drawn, traits.idsRepeat ? own() : shared);
    };
    this.#services = new Map([home, plant].map((project) => [project, serviceOf(project)]));
  }

  /** Called when a call of the package has written something. */
  set onWrite(watch: Service["onWrite"]) {
    for (const service of this.#services.values()) service.onWrite = watch;
  }

  of(project: string): Service {
    const service = this.#services.get(project);
    if (service === undefined) throw new Error(`There is no project ${project}.`);
    return service;
  }

  /** Answers a call that arrives now. */
  handle(call: Call, key: string, doer: Doer): Answer {
    if (call.project !== undefined) return this.of(call.project).handle(call, key, doer);
    const inspections = [...this.#services].map(([project, service]) => ({ project, ...service.inspection(key) }));
    return {
      status: 200,
      body: {
        subject: "caller",
        projects: inspections.map(({ project, groups }) => ({ projectUrlName: project, groups })),
        capabilities: inspections.flatMap(({ capabilities }) => capabilities),
      },
    };
  }

  find({ project, kind, id }: Place): Thing | undefined {
    return this.of(project).find(kind, id);
  }

  alive(kind: Thing["kind"]): Thing[] {
    return [...this.#services.values()].flatMap((service) => service.alive(kind));
  }
}
