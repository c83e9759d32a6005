"""Make ``.venv`` and install a requirements file into it, unless that has been done: ``python3 venv.py FILE``.

Run by path, by whatever ``python3`` is, with the standard library only: it has to be understood by Pythons that are too
old, to be able to say so.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

NEEDED = (3, 11)
ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def stop(sentence):  # type: (str) -> None
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


def continue_with_a_newer_python():  # type: () -> None
    """Hand over to another Python on PATH when this one is too old."""
    if sys.version_info >= NEEDED:
        return
    for minor in range(NEEDED[1] + 3, NEEDED[1] - 1, -1):
        newer = shutil.which("python3.%d" % minor)
        # A name on PATH may be a shim of a version manager that only says it has no such Python.
        if newer and subprocess.call([newer, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            os.execv(newer, [newer, *sys.argv])
    stop(
        "Muse needs Python %d.%d or newer, and this is %d.%d: install one, or name it: make run PYTHON=/path/to/it."
        % (NEEDED + sys.version_info[:2])
    )


def included(name):  # type: (str) -> list
    """The file and those that it includes with ``-r``."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [name] + [part for line in lines if line.startswith("-r ") for part in included(line[3:].strip())]


def stamp(name):  # type: (str) -> Path
    return VENV / ("installed-" + name)


def fingerprint(name):  # type: (str) -> str
    content = b"".join((ROOT / part).read_bytes() for part in included(name))
    return hashlib.sha256(content).hexdigest()


def is_installed(name):  # type: (str) -> bool
    return PYTHON.exists() and stamp(name).exists() and stamp(name).read_text() == fingerprint(name)


def make_venv():  # type: () -> None
    usable = "import pip, sys; sys.exit(sys.version_info < (%d, %d))" % NEEDED
    if PYTHON.exists() and subprocess.call([str(PYTHON), "-c", usable], stderr=subprocess.DEVNULL) == 0:
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop(
            "This Python cannot make virtual environments: apt-get install python3-venv (or your system's name for it)."
        )
    sys.stdout.write("Making .venv with Python %d.%d\n" % sys.version_info[:2])
    sys.stdout.flush()
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
        stop("The virtual environment .venv could not be made; the lines above say why.")


def install(name):  # type: (str) -> None
    sys.stdout.write("Installing %s into .venv (once; about a minute)\n" % name)
    sys.stdout.flush()
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input", "install"]
    # Compiling every file of every package would take longer than downloading them; Python compiles what it uses.
    result = subprocess.run(
        [*pip, "--no-compile", "-r", str(ROOT / name)], stderr=subprocess.PIPE, universal_newlines=True, check=False
    )
    if result.returncode != 0:
        sys.stderr.write(result.stderr)
        stop("The packages of %s could not be installed; the lines above are pip's reason." % name)
    for part in included(name):
        stamp(part).write_text(fingerprint(part))


def main(name):  # type: (str) -> None
    continue_with_a_newer_python()
    if not is_installed(name):
        make_venv()
        install(name)


if __name__ == "__main__":
    main(sys.argv[1])
