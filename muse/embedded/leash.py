"""Run a command that ends with the process that started it, under another account if asked.

A script, run by path in an isolated interpreter, so that nothing of Muse is imported and it starts in milliseconds::

    leash.py PARENT SIGNAL ACCOUNT REACH COMMAND [ARGUMENT...]

``PARENT`` is the process id of the starter; when it dies, however it dies, the kernel sends ``SIGNAL`` (a number) to
the command (prctl(2), PR_SET_PDEATHSIG; Linux only, elsewhere `guard.py` alone does the work). ``ACCOUNT`` is a user
name or ``-``. ``REACH`` is 1 when that account may not enter the directories the command lives in, such as a checkout
under /root: then the command keeps one capability, to read past directory permissions, instead of Muse opening those
directories to everybody.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_SET_SECUREBITS = 28
SECBIT_NO_SETUID_FIXUP = 1 << 2
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2
LINUX_CAPABILITY_VERSION_3 = 0x20080522


class CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class CapabilitySets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def permitted_capabilities() -> int:
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:
        for line in status:
            if line.startswith("CapPrm:"):
                return int(line.split()[1], 16)
    return 0


def reaching_capability() -> int:
    """The smaller of the two capabilities that let a process enter closed directories, as far as this one has them."""
    held = permitted_capabilities()
    for capability in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE):
        if held >> capability & 1:
            return capability
    sys.exit("this container gives root no capability to read past directory permissions")


def change_account(name: str, reach: bool) -> None:
    """Become ``name`` for good; the order matters: groups while still root, capabilities after."""
    account = pwd.getpwnam(name)
    capability = reaching_capability() if reach else None
    libc = ctypes.CDLL(None, use_errno=True)
    if capability is not None:
        libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
        # Else access(2), by which PostgreSQL finds its own files, would judge without the capability.
        if libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0) != 0:
            sys.exit("this container does not let root keep a capability under another account")
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    if capability is not None:
        header = CapabilityHeader(LINUX_CAPABILITY_VERSION_3, 0)
        sets = (CapabilitySets * 2)(CapabilitySets(*[1 << capability] * 3), CapabilitySets(0, 0, 0))
        if libc.capset(ctypes.byref(header), ctypes.byref(sets)) != 0:
            sys.exit("the capability to read past directory permissions could not be kept")
        # Ambient: it survives the exec of a program that has no file capabilities of its own (capabilities(7)).
        libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0)
    os.environ["HOME"] = "/"


def main(arguments: list[str]) -> None:
    parent, signal_number, account, reach, *command = arguments
    if account != "-":
        change_account(account, reach == "1")
    if sys.platform == "linux":
        # After the change of account, which clears it.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)
        if os.getppid() != int(parent):  # it died before the line above
            sys.exit("the process that started this one is gone")
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
