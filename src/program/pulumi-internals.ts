import * as pulumi from "@pulumi/pulumi";

/** The number of resources behind the inputs and `dependsOn`; unknown until all of them have been created. */
export function resourcesBefore(
  given: pulumi.Output<unknown>,
  dependsOn: pulumi.InvokeOutputOptions["dependsOn"],
): pulumi.Output<number> {
  const named = pulumi.output(dependsOn ?? []) as pulumi.Output<pulumi.Resource | pulumi.Resource[]>;
  const before = pulumi.all([given, named]).apply(async ([, resources]) => {
    const direct = [resources, [...(await resourcesIn(given))], [...(await resourcesIn(named))]].flat();
    const made = await madeBy(direct);
    // An ID is unknown until the resource exists: an input that is known earlier, such as a name, is not enough.
    return pulumi.all(
      made.map((resource) => ("id" in resource ? resource.id : resource.urn)) as pulumi.Output<string>[],
    );
  }) as pulumi.Output<unknown> as pulumi.Output<string[]>;
  return before.apply((ids) => ids.length);
}

/** The resources that the engine creates: a component stands for its children, as in Pulumi's own `dependsOn`. */
async function madeBy(
  resources: Iterable<pulumi.Resource>,
  seen = new Set<pulumi.Resource>(),
): Promise<pulumi.Resource[]> {
  const all: pulumi.Resource[] = [];
  for (const resource of resources) {
    if (seen.has(resource)) continue;
    seen.add(resource);
    const { __remote, __data, __childResources } = resource as ComponentParts;
    if (!pulumi.ComponentResource.isInstance(resource) || __remote === true) all.push(resource);
    else {
      await __data;
      all.push(...(await madeBy(__childResources ?? [], seen)));
    }
  }
  return all;
}

/** The parts of Pulumi's outputs and components; not in its types, and unchanged since its first versions. */
interface OutputParts {
  isKnown: Promise<boolean>;
  promise(): Promise<unknown>;
  resources(): Set<pulumi.Resource>;
  allResources?: () => Promise<Set<pulumi.Resource>>;
}
type ComponentParts = pulumi.Resource & {
  __remote?: boolean;
  __data?: Promise<unknown>;
  __childResources?: Set<pulumi.Resource>;
};

const partsOf = (output: pulumi.Output<unknown>) => output as unknown as OutputParts;

export const isKnown = (output: pulumi.Output<unknown>): Promise<boolean> => partsOf(output).isKnown;

export const valueIn = async <T>(output: pulumi.Output<T>): Promise<T> => (await partsOf(output).promise()) as T;

async function resourcesIn(output: pulumi.Output<unknown>): Promise<Set<pulumi.Resource>> {
  const parts = partsOf(output);
  return parts.allResources === undefined ? parts.resources() : await parts.allResources();
}
