"""Reports by name, for the download page: imported when asked for."""

import importlib

from hearth.lib.errors import NotFound

EXPORTS = {
    "campaigns": "hearth.reports.campaign_roi:export",
    "stock-value": "hearth.reports.stock_value:export",
    "ledger": "hearth.reports.board_pack:ledger_dump",
}


def run(name):
    if name not in EXPORTS:
        raise NotFound(f"no report {name}")
    module, function = EXPORTS[name].split(":")
    return getattr(importlib.import_module(module), function)()
