import { PolicyPack } from "@pulumi/policy";
import { policies } from "./rules";

new PolicyPack("cognite-iam", {
  description: "Who may do what in a Cognite Data Fusion project, as rules.",
  enforcementLevel: "mandatory",
  policies,
});
