"""The entrance tablet's page: a public shell, the same for every device.

What the page may show comes later, over the device's own token; the shell itself knows nothing.
"""

from flask import Blueprint, render_template

bp = Blueprint("kiosk", __name__)


@bp.get("/kiosk")
def show() -> str:
    """A tablet opens its page; `#pair=CODE` in the address starts pairing.

    `N_` only marks texts: the page itself translates them, into whatever its visitor picks.
    """
    return render_template("kiosk/kiosk.html", N_=str)
