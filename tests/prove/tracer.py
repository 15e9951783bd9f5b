# SPDX-License-Identifier: MIT
"""strace as a weapon: what a command line begins with so that a system call of the process fails, or kills it.

strace counts system calls for each thread by itself: the N-th of whichever thread gets there first."""


def injecting(calls: str, what: str, when: str) -> tuple:
    """`what` as strace says it (signal=KILL, error=EIO); `when` likewise (7, 7+, 7..9)."""
    return ('strace', '-D',  # the traced process is our child, strace its own: signals and exit codes are the server's
            '-f',  # without --seccomp-bpf, by which strace 6.1 injects into the first thread alone
            '-qqq', '-o', '/dev/null',
            '-e', f'trace={calls}', '-e', f'inject={calls}:{what}:when={when}')
