"""Run a command on throw-away servers: ``python -m muse.testing [--deployed] COMMAND [ARGUMENT...]``.

``--deployed`` sets what a deployment behind https sets, for ``check --deploy``.
"""

from __future__ import annotations

import os
import subprocess
import sys

from muse.testing import servers

DEPLOYED = {"BASE_URL": "https://muse.example", "ALLOWED_HOSTS": "muse.example"}


def main(arguments: list[str]) -> int:
    deployed = arguments[:1] == ["--deployed"]
    command = arguments[1:] if deployed else arguments
    servers.start()
    if deployed:
        os.environ.update(DEPLOYED)
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
