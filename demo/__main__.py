"""`make demo`: set up a whole fair once, then start the server and say where to look.

Everything lies in `instance/demo` (ACCUEIL_DATA_DIR moves it); delete the folder to start anew.
"""

from gevent import monkey

monkey.patch_all()

import argparse  # noqa: E402 - everything below must see the patched modules
import os  # noqa: E402
from pathlib import Path  # noqa: E402

from demo.preparing import Prepared, prepare  # noqa: E402
from demo.telling import tell  # noqa: E402
from server.app import create_app  # noqa: E402
from server.background import start_background_tasks  # noqa: E402
from server.config import Settings, load_settings  # noqa: E402
from server.extensions import Accueil  # noqa: E402
from server.logs import configure_logs  # noqa: E402
from server.net import Addresses, serve  # noqa: E402

FOLDER = Path(__file__).parent.parent / "instance" / "demo"


def main() -> None:
    """Prepare what is missing, start, print, stay until stopped."""
    arguments = _parse()
    settings = _load(arguments)
    configure_logs(settings.log_level)
    app = create_app(settings)
    accueil: Accueil = app.extensions["accueil"]
    prepared = prepare(accueil.database, settings.data_dir, accueil.clock())
    if arguments.prepare_only:
        return
    start_background_tasks(accueil)
    serve(app, settings, lambda addresses: _announce(accueil, prepared, addresses))


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--https", action="store_true", help="serve the venue's network over HTTPS")
    parser.add_argument("--port", type=int, help="port of the product; 0 takes a free one")
    parser.add_argument(
        "--prepare-only", action="store_true", help="make the fair, do not start the server"
    )
    return parser.parse_args()


def _load(arguments: argparse.Namespace) -> Settings:
    overrides: dict[str, object] = {"is_http": not arguments.https, "port": arguments.port}
    if "ACCUEIL_DATA_DIR" not in os.environ:
        overrides["data_dir"] = str(FOLDER)
    if "ACCUEIL_LOG_LEVEL" not in os.environ:
        overrides["log_level"] = "warning"
    return load_settings(os.environ, overrides)


def _announce(accueil: Accueil, prepared: Prepared, addresses: Addresses) -> None:
    tell(accueil.database, prepared, addresses, accueil.clock())


if __name__ == "__main__":
    main()
