import pulumi
import pulumi_cognite_iam as iam

config = pulumi.Config()

# The members of a group of your identity provider may read assets. You decide there who is in it.
readers = iam.Group(
    "readers",
    name="readers",
    source_id=config.require("readersSourceId"),
    capabilities=[{"assets_acl": {"actions": ["READ"], "scope": {"all": {}}}}],
)

# A change of the group gives it a new ID. Other stacks read it from here, through a StackReference.
pulumi.export("readersId", readers.group_id)
