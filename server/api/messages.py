"""Reading a device's JSON."""

from flask import request

from domain.errors import MessageError
from server.net.packets import load_json


def read_message() -> object:
    """The request's body as JSON.

    Raises MessageError `malformed_message` for anything else, endless nesting included.
    """
    try:
        message: object = load_json(request.get_data())
    except ValueError as error:
        raise MessageError("malformed_message", "the body must be JSON") from error
    return message
