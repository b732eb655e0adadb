import { PolicyPack } from "@pulumi/policy";
import { policies } from "./rules";

new PolicyPack("cognite-iam", {
  description: "Rules for access in Cognite Data Fusion projects.",
  enforcementLevel: "mandatory",
  policies,
});
