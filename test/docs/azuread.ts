import * as pulumi from "@pulumi/pulumi";

/*
 * What the pages use of `@pulumi/azuread` (6.x), which is not installed here. Arguments and outputs were compared with the
 * real package. Programs of the pages import these; no test does.
 */

const type = (name: string) => `azuread:index/${name.toLowerCase()}:${name}`;

/** @public */
export class Application extends pulumi.CustomResource {
  declare readonly clientId: pulumi.Output<string>;
  constructor(name: string, args: { displayName: pulumi.Input<string> }) {
    super(type("Application"), name, { clientId: undefined, ...args });
  }
}

/** @public */
export class ServicePrincipal extends pulumi.CustomResource {
  declare readonly objectId: pulumi.Output<string>;
  constructor(name: string, args: { clientId: pulumi.Input<string> }) {
    super(type("ServicePrincipal"), name, { objectId: undefined, ...args });
  }
}

/** @public */
export class Group extends pulumi.CustomResource {
  declare readonly objectId: pulumi.Output<string>;
  constructor(name: string, args: { displayName: pulumi.Input<string>; securityEnabled?: pulumi.Input<boolean> }) {
    super(type("Group"), name, { objectId: undefined, ...args });
  }
}

/** @public */
export class GroupMember extends pulumi.CustomResource {
  constructor(name: string, args: { groupObjectId: pulumi.Input<string>; memberObjectId: pulumi.Input<string> }) {
    super(type("GroupMember"), name, args);
  }
}
