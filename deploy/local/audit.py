"""`./dev audit` (漏洞审计): known vulnerabilities of the locked packages, and how many could not be audited."""

from __future__ import annotations

import json
import subprocess

from deploy.local import packages, python_env
from deploy.local.places import ROOT
from deploy.local.steps import CannotGoOn


def audit() -> int:
    """Ask about every locked package. One that could not be audited counts as not run, never as clean."""
    packages.provide(packages.PYTHON)
    python_env.provide(python_env.DEVELOP)
    answers = _ask()
    unknown = [each["name"] for each in answers if "skip_reason" in each]
    ill = [each for each in answers if each.get("vulns")]
    for each in ill:
        print(f"{each['name']} {each['version']}: {', '.join(known['id'] for known in each['vulns'])}")
    if unknown:
        print(f"could not be audited: {', '.join(unknown)}")
    print(f"{len(answers)} packages, {len(ill)} vulnerable, {len(unknown)} could not be audited")
    return 1 if ill or unknown or not answers else 0


def _ask() -> list[dict]:  # type: ignore[type-arg]  # the tool's own JSON, read once here
    words = [str(python_env.bin_of("pip-audit")), "--requirement", str(python_env.DEVELOP), "--require-hashes"]
    words += ["--disable-pip", "--format=json", "--progress-spinner=off"]
    done = subprocess.run(words, cwd=ROOT, env=python_env.environment(), check=False, capture_output=True, text=True)
    if not done.stdout:
        raise CannotGoOn(f"pip-audit answered nothing: {done.stderr.strip()}", "check the network and run this again")
    return list(json.loads(done.stdout)["dependencies"])
