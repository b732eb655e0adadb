import * as pulumi from "@pulumi/pulumi";
import type { LocalConnection, LocalIam } from "../../src/local/index";

/** Begins a run of a program, connected to a server by stack config; resources get what `made` gives them. */
export async function beginRun(
  connection: LocalConnection | undefined,
  {
    preview = false,
    made = () => ({}),
  }: { preview?: boolean; made?: (type: string, name: string) => object | Promise<object> } = {},
): Promise<void> {
  await pulumi.runtime.setMocks(
    {
      call: () => {
        throw new Error("a lookup does not go through the engine");
      },
      newResource: async ({ type, name, inputs, id }) => ({
        id: preview ? "" : id || `${name}-id`,
        state: { ...inputs, ...(await made(type, name)) },
      }),
    },
    "program",
    "dev",
    preview,
  );
  const config = Object.entries(connection ?? {}).map(([key, value]) => [`cognite-iam:${key}`, value]);
  pulumi.runtime.setAllConfig(Object.fromEntries(config), []);
}

/** What became of an output. */
export interface Settled<T> {
  value: T;
  known: boolean;
  secret: boolean;
}

/** Waits for an output. @throws what it ended with. */
export async function settled<T>(output: pulumi.Output<T>): Promise<Settled<T>> {
  const parts = output as unknown as Record<"promise" | "allResources", () => Promise<unknown>> &
    Record<"isKnown" | "isSecret", Promise<boolean>>;
  const all = Promise.allSettled([parts.isKnown, parts.isSecret, parts.allResources()]);
  try {
    const value = (await parts.promise()) as T;
    return { value, known: await parts.isKnown, secret: await parts.isSecret };
  } finally {
    await all;
  }
}

/** The operations that a server saw, without the ones for tokens. */
export const callsOf = (iam: LocalIam): string[] =>
  iam.requests.map(({ operation }) => String(operation)).filter((operation) => operation !== "token");

/** How many requests for tokens a server saw. */
export const tokensOf = (iam: LocalIam): number => iam.requests.filter(({ operation }) => operation === "token").length;
