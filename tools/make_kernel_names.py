#!/usr/bin/env python3
"""Writes src/telemetry/sources/auditd/kernel_names.def: numbers of the kernel and their names.

Everything comes from the kernel's own headers (package linux-libc-dev), read through the C
preprocessor: system calls by architecture (aarch64 has the generic numbers), and error numbers.

    tools/make_kernel_names.py > src/telemetry/sources/auditd/kernel_names.def
"""

import re
import subprocess

HEADERS = {
    "x86_64": "#include <asm/unistd_64.h>\n",
    "i386": "#include <asm/unistd_32.h>\n",
    "aarch64": """
#define __BITS_PER_LONG 64
#define __ARCH_WANT_RENAMEAT
#define __ARCH_WANT_NEW_STAT
#define __ARCH_WANT_SET_GET_RLIMIT
#define __ARCH_WANT_SYS_CLONE3
#define __ARCH_WANT_MEMFD_SECRET
#include <asm-generic/unistd.h>
""",
}

# Of kernels that are younger than the headers may be; new calls have one number everywhere.
YOUNGER = {
    451: "cachestat", 452: "fchmodat2", 453: "map_shadow_stack", 454: "futex_wake",
    455: "futex_wait", 456: "futex_requeue", 457: "statmount", 458: "listmount",
    459: "lsm_get_self_attr", 460: "lsm_set_self_attr", 461: "lsm_list_modules", 462: "mseal",
}


def macros_of(source, prefix):
    """The macros that begin with `prefix` and stand for a number, as {number: name}."""
    text = subprocess.run(["cpp", "-dM", "-"], input=source, capture_output=True, text=True,
                          check=True).stdout
    defined = dict(re.findall(r"#define (_*[A-Z]\w+)\s+(\S+)", text))
    numbers = {}
    for name, value in sorted(defined.items(), reverse=True):
        alias = value in defined
        while value in defined:
            value = defined[value]
        if not name.startswith(prefix) or not value.isdigit():
            continue
        if prefix == "E" and alias:
            continue
        numbers[int(value)] = name
    return numbers


def system_calls(source):
    names = dict(YOUNGER)
    for number, name in macros_of(source, "__NR_").items():
        if name not in ("__NR_syscalls", "__NR_arch_specific_syscall"):
            names[number] = name[len("__NR_"):]
    return names


print("// Numbers of the Linux kernel and their names, ascending. Written by")
print("// tools/make_kernel_names.py.")
for architecture, source in HEADERS.items():
    print()
    for number, name in sorted(system_calls(source).items()):
        print(f'TOCSIN_{architecture.upper()}({number}, "{name}")')
print()
for number, name in sorted(macros_of("#include <asm-generic/errno.h>\n", "E").items()):
    print(f'TOCSIN_ERRNO({number}, "{name}")')
