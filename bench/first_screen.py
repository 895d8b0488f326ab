"""First screen (首屏): gzip bytes of the scripts and styles that the phone's page loads before the sign-in can be read."""

import gzip
import json
import re
import sys
from pathlib import Path

DIST = Path(__file__).parents[1] / "app/static/dist"
LIMIT = 65 * 1024
LEVEL = 9


def gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), LEVEL))


def of_page() -> list[Path]:
    """What field.html itself names, but for what it only announces (`fetchpriority="low"`): the sign-in needs none of that."""
    page = re.sub(r'<link [^>]*fetchpriority="low"[^>]*>', "", (DIST / "field.html").read_text(encoding="utf-8"))
    return [DIST / name for name in re.findall(r'"/static/(assets/[^"]+\.(?:js|css))"', page)]


def of_app(first: list[Path]) -> list[Path]:
    """What follows while the sign-in stands: the store and every screen, but neither upload nor English."""
    manifest = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))
    app = manifest["src/field/app.ts"]
    files = [DIST / app["file"], *(DIST / manifest[key]["file"] for key in app.get("imports", []))]
    return [path for path in files if path not in first]


def main() -> int:
    first = of_page()
    total = sum(map(gzipped, first))
    for path in first:
        print(f"{gzipped(path):8,} {path.name}")
    print(f"{total:8,} bytes gzip: first screen, limit {LIMIT:,}")
    print(f"{sum(map(gzipped, of_app(first))):8,} bytes gzip: the app that follows")
    return int(total > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
