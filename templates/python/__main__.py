import pulumi
import pulumi_cognite_iam as iam

config = pulumi.Config()

# The members of a group in your identity provider may read assets. You manage the members there.
readers = iam.Group(
    "readers",
    name="readers",
    source_id=config.require("readersSourceId"),
    capabilities=[{"assets_acl": {"actions": ["READ"], "scope": {"all": {}}}}],
)

# A change to the group gives it a new ID. Other stacks read the ID here, through a StackReference.
pulumi.export("readersId", readers.group_id)
