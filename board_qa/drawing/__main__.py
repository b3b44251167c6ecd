"""The drawing as a process of its own: `process.py` is the other side."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable

from board_qa.apart import answer_requests
from board_qa.drawing import network, network_files, pictures
from board_qa.drawing.process import GEXF, GRAPHML, NETWORK, PNG, SVG

# Seconds. The reader of a report has looked at it by then, and the memory is free for others.
_IDLE = 300.0


def main(budget: float) -> None:
    answers: dict[str, Callable[[str], str]] = {
        SVG: lambda told: _packed(pictures.svg(json.loads(told))),
        PNG: lambda told: _packed(pictures.png(json.loads(told))),
        NETWORK: lambda told: json.dumps(network.worked_out(*json.loads(told))),
        GRAPHML: lambda told: _packed(network_files.graphml(*json.loads(told))),
        GEXF: lambda told: _packed(network_files.gexf(*json.loads(told))),
    }
    answer_requests(answers, budget, idle=_IDLE)


def _packed(file: bytes) -> str:
    return base64.b64encode(file).decode()


if __name__ == "__main__":
    main(float(sys.argv[1]))
