"""The booth's page on a salesperson's phone: a public shell, the same for every exhibitor.

What it may show comes later, over the device's own token; the shell itself knows nobody.
"""

from flask import Blueprint, render_template

bp = Blueprint("booth", __name__)


@bp.get("/booth")
def show() -> str:
    """A phone opens its page; `#join=CODE` in the address joins an exhibitor's team."""
    return render_template("booth/booth.html", N_=str)
