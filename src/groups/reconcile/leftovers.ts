/** The command that lists the groups with this stack's marker that its state lacks. */
export const leftoversCommand = "`npx pulumi-cognite-iam leftovers`";
