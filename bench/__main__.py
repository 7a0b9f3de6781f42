"""`python -m bench [NAME ...]`: measure, print tables for docs/performance.md."""

import sys
from importlib import import_module
from pathlib import Path

_NOT_BENCHES = (
    "__init__",
    "__main__",
    "badge_sprites",
    "frames",
    "phones",
    "rivals",
    "venue",
)


def main() -> None:
    """Run the benches named, or all, one after the other."""
    known = sorted(p.stem for p in Path(__file__).parent.glob("*.py"))
    known = [name for name in known if name not in _NOT_BENCHES]
    names = sys.argv[1:] or known
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"No bench called {', '.join(unknown)}; there are: {', '.join(known)}")
    for name in names:
        print(f"\n## {name}\n", flush=True)
        import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main()
