// Installs the Pulumi CLI of the version argv[3] into the folder argv[2]. A process of its own, so that it can be ended.
const { PulumiCommand } = require("@pulumi/pulumi/automation");
// The SDK's own copy: it takes the version as an object of that class.
const { SemVer } = require(require.resolve("semver", { paths: [require.resolve("@pulumi/pulumi")] }));

const [root = "", version = ""] = process.argv.slice(2);
PulumiCommand.install({ root, version: new SemVer(version) }).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
