import pulumi
import pulumi_cognite_iam as iam

config = pulumi.Config()
readers = config.require("readers")  # the ID of the readers' group in your identity provider

pumps = iam.get_data_set_output(external_id="ds_pumps")
contracts = iam.SecurityCategory("contracts", name="contracts")

pump_readers = iam.Group(
    "pump-readers",
    name="pump-readers",
    source_id=readers,
    capabilities=[
        {"datasets_acl": {"actions": ["READ"], "scope": {"id_scope": {"ids": [pumps.id]}}}},
        {"time_series_acl": {"actions": ["READ"], "scope": {"dataset_scope": {"ids": [pumps.id]}}}},
        {"security_categories_acl": {"actions": ["MEMBEROF"], "scope": {"idscope": {"ids": [contracts.category_id]}}}},
    ],
    metadata={"team": "pumps"},
)

# In another CDF project, with the same connection.
archive_readers = iam.Group(
    "archive-readers",
    name="archive-readers",
    source_id=readers,
    project=config.require("archiveProject"),
    capabilities=[{"files_acl": {"actions": ["READ"], "scope": {"all": {}}}}],
)

pulumi.export("contractsId", contracts.category_id)
pulumi.export("pumpReadersId", pump_readers.group_id)
pulumi.export("archiveReadersId", archive_readers.group_id)
