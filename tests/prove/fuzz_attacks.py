# SPDX-License-Identifier: MIT
"""fuzz: inputs that clang's fuzzer makes up, at everything that reads strangers' bytes (tests/fuzz)."""
import json
import pathlib
import subprocess
import time

from attack import Attack, Findings, Order

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECONDS = 20  # for each target
TARGETS = len(list((ROOT / 'tests/fuzz/seeds').glob('*.txt')))


def fuzz(order: Order) -> Findings:
    """Its build is its own, with clang, which scripts/fuzz installs: without it nothing is proven, and that is no pass."""
    began = time.time()
    ended = subprocess.run([ROOT / 'scripts/fuzz', str(max(1, order.runs // TARGETS))],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    report = ROOT / 'build/fuzz/report.json'
    if not report.exists() or report.stat().st_mtime < began:
        return Findings(breaches=[f'not run: scripts/fuzz ended with {ended.returncode}: {ended.stdout[-2000:]}'])
    findings = Findings()
    for target in json.loads(report.read_text()):
        findings.runs += target['seconds'] if target['executions'] else 0
        findings.counts['executions'] += target['executions']
        findings.counts['edges reached'] += target['coverage']
        findings.breaches += [f"{target['target']}: {each}" for each in target['findings']]
        if not target['executions'] and not target['findings']:
            findings.breaches.append(f"{target['target']} was not run")
    return findings


ATTACKS = [Attack('fuzz', 'seconds', SECONDS * TARGETS, 0, fuzz)]
