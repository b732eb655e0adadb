import { requestAs } from "../client/session-request";
import type { Session, SessionRequest } from "../client/sessions";
import { AccessDeniedError, ApiError } from "../errors";
import { HandlersByProject } from "../lifecycle/by-project";
import { runChecks } from "../lifecycle/check";
import { deleteOnce, isMissing } from "../lifecycle/delete";
import type { CheckResult, Context, CreatedResource, Found, Handler, Props } from "../lifecycle/handler";
import { asId, notFoundError } from "../lifecycle/ids";
import { Memory, secretsIn } from "../lifecycle/memory";
import { describe, ownerIn } from "../lifecycle/owner";
import { assertSameProject, movesTo } from "../lifecycle/project";
import { describeValue, Problems, unknownProperties } from "../validation/problems";
import { isUnknown } from "../validation/unknown";
import { Opener } from "./open";

const kind = "session";

/** The fields that declare a session; `triggers` may contain anything, and a change of it opens a new session. */
export const declaredFields = ["clientId", "clientSecret", "tokenExchange", "oneshotTokenExchange", "triggers"];

/** The handler of the sessions of all projects. */
export const sessionHandler = (context: Context): Handler =>
  new HandlersByProject(context, (each) => new SessionHandler(each));

/** The properties of a session that only the service knows. */
export const sessionOutputs = ["sessionId", "type", "status", "nonce", "creationTime", "expirationTime"] as const;

/** Sessions: opened and revoked, never changed. */
class SessionHandler implements Handler {
  readonly #context: Context;
  readonly #opener: Opener;
  readonly #memory = new Memory("Session", kind);

  constructor(context: Context) {
    this.#context = context;
    this.#opener = new Opener(context);
  }

  check(_olds: Props, news: Props): Promise<CheckResult> {
    return runChecks(this.#context, news, async (errors) => {
      errors.push(...checkSession(news).errors);
      if (this.#memory.readIdOf(news) !== undefined) errors.push(`import: ${noImport}`);
    });
  }

  async diff(_id: string, olds: Props, news: Props): Promise<string[]> {
    assertSameProject(this.#context, describe("Session", news), olds);
    const isChanged = (field: string) => JSON.stringify(olds[field] ?? null) !== JSON.stringify(news[field] ?? null);
    return [...movesTo(this.#context, news), ...declaredFields.filter(isChanged)];
  }

  async create(inputs: Props): Promise<CreatedResource> {
    const session = await this.#opener.open(describe("Session", inputs), this.#requestIn(inputs));
    return this.#createdResource(session, { ...inputs, nonce: session.nonce });
  }

  async read(id: string, props: Props): Promise<Found | undefined> {
    const what = describe("Session", props);
    assertSameProject(this.#context, what, props);
    const number = asId(id, kind);
    const managed = props["sessionId"] !== undefined;
    if (!managed) this.#memory.noteReadById(number, ownerIn(props));
    try {
      const session = await this.#retrieve(number);
      if (session !== undefined) return this.#found(session, props);
    } catch (error) {
      if (!(error instanceof AccessDeniedError) || !managed) throw error;
      this.#context.warn(`${what}: the state is kept, since the session cannot be read: ${error.message}`);
      return this.#found({ id: number, ...(props as Partial<Session>) }, props);
    }
    if (managed) return undefined;
    throw notFoundError(kind, number, this.#context.connection().project, "/sessions/byids");
  }

  async delete(id: string, props: Props): Promise<void> {
    assertSameProject(this.#context, describe("Session", props), props);
    const number = asId(id, kind);
    await deleteOnce({
      id: number,
      delete: () => this.#context.client().sessions.revoke([number]),
      stands: async () => {
        const session = await this.#retrieve(number);
        return session !== undefined && session.status !== "REVOKED";
      },
    });
  }

  /** Undefined when there is no such session; an unknown ID is answered with 400, which may not say so. */
  async #retrieve(id: number): Promise<Session | undefined> {
    try {
      return (await this.#context.client().sessions.retrieve([id])).find((session) => session.id === id);
    } catch (error) {
      if (isMissing(error, id)) return undefined;
      if (!(error instanceof ApiError) || error.status !== 400) throw error;
      const all = await this.#context.client().sessions.list({ limit: null });
      return all.find((session) => session.id === id);
    }
  }

  #requestIn({ clientId, clientSecret, tokenExchange, oneshotTokenExchange }: Props): SessionRequest {
    if (typeof clientId === "string" && typeof clientSecret === "string") return { clientId, clientSecret };
    if (tokenExchange === true) return { tokenExchange };
    if (oneshotTokenExchange === true) return { oneshotTokenExchange };
    return requestAs(this.#context.connection());
  }

  #found(session: Session, props: Props): Found {
    const inputs = declaredIn(props);
    return { ...this.#createdResource(session, { ...inputs, nonce: props["nonce"] }), inputs };
  }

  #createdResource({ id, type, status, creationTime, expirationTime }: Session, inputs: Props): CreatedResource {
    const { project } = this.#context.connection();
    const outs = {
      ...declaredIn(inputs),
      nonce: inputs["nonce"],
      sessionId: id,
      type,
      status,
      creationTime,
      expirationTime,
      project,
    };
    return { id: String(id), outs };
  }
}

const noImport = "is not supported for sessions: a nonce is returned only once";

/** Reports everything that is wrong with a session's inputs. */
export function checkSession(inputs: Props): Problems {
  const problems = new Problems(secretsIn(inputs));
  const { __provider, owner, importId, secretInputs, ...own } = inputs;
  if (importId !== undefined) problems.add("import", noImport);
  unknownProperties("", own, [...declaredFields, "project"], problems);
  const { clientId, clientSecret, tokenExchange, oneshotTokenExchange, triggers } = own;
  for (const [field, value] of Object.entries({ clientId, clientSecret }))
    if (isSet(value) && !isUnknown(value) && (typeof value !== "string" || value === ""))
      problems.add(field, `must be a non-empty string; found ${describeValue(value)}`);
  for (const [field, value] of Object.entries({ tokenExchange, oneshotTokenExchange }))
    if (isSet(value) && !isUnknown(value) && value !== true) problems.refuse(field, "must be true or omitted", value);
  if (isSet(triggers) && !isUnknown(triggers) && !Array.isArray(triggers))
    problems.add("triggers", `must be a list; found ${describeValue(triggers)}`);
  if (isSet(clientId) !== isSet(clientSecret))
    problems.add(
      isSet(clientId) ? "clientSecret" : "clientId",
      "is missing: clientId and clientSecret are required together",
    );
  const ways = [isSet(clientId) || isSet(clientSecret), isSet(tokenExchange), isSet(oneshotTokenExchange)].filter(
    Boolean,
  ).length;
  if (ways > 1) problems.add("", "set only one of clientId with clientSecret, tokenExchange, and oneshotTokenExchange");
  return problems;
}

const isSet = (value: unknown) => value !== undefined && value !== null;

const declaredIn = (props: Props) =>
  Object.fromEntries(
    [...declaredFields, "owner"].flatMap((field) => (isSet(props[field]) ? [[field, props[field]]] : [])),
  );
