"""The web application, for gunicorn (`app:app`) and for `flask --app app`."""

import sys

from board_qa.boards.commands import install_boards, install_for_each
from board_qa.boards.files import read_installed
from board_qa.boards.serving import Boards, make_boards
from board_qa.bootstrap.serving import serving_of
from board_qa.bootstrap.web_process import make_web_process
from board_qa.cli import install as install_commands
from board_qa.config.settings import SettingsError

try:
    installed = read_installed()
    app = make_web_process(installed.chosen).app if installed.chosen else make_boards(installed)
except SettingsError as error:
    # Said plainly, all mistakes together: whoever sets this up is not a programmer.
    sys.exit("The settings need putting right:\n" + "".join(f"  - {mistake}\n" for mistake in error.mistakes))
boards = serving_of(app)
if isinstance(boards, Boards):
    install_for_each(app, boards.boards)
else:
    install_commands(app)
install_boards(app, installed)
