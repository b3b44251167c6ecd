"""The web application, for gunicorn (`app:app`) and for `flask --app app`."""

import sys

from board_qa.bootstrap import make_web_process
from board_qa.cli import install as install_commands
from board_qa.config import SettingsError

try:
    app = make_web_process().app
except SettingsError as error:
    # Said plainly, all mistakes together: whoever sets this up is not a programmer.
    sys.exit("The settings need putting right:\n" + "".join(f"  - {mistake}\n" for mistake in error.mistakes))
install_commands(app)
