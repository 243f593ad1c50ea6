"""A small system on disk, and the command line run on it as a user would."""

import os
import subprocess
import sys
from pathlib import Path

FILES = {
    "shop/__init__.py": "",
    "shop/orders/__init__.py": "",
    "shop/orders/model.py": "class Order:\n    def total(self, lines):\n        return sum(lines)\n",
    "shop/orders/cart.py": "from shop.orders.model import Order\n\ndef checkout(lines):\n    return Order().total(lines)\n",
    "shop/orders/views.py": "from shop.orders.cart import checkout\n\ndef post(request):\n    return checkout(request)\n",
    "shop/billing/__init__.py": "",
    "shop/billing/invoice.py": "class Invoice:\n    def number(self):\n        return 1\n",
    "shop/billing/dunning.py": "from shop.billing.invoice import Invoice\n\ndef remind():\n    return Invoice().number()\n",
    "shop/billing/ledger.py": "from shop.billing.invoice import Invoice\n\ndef book(bill: Invoice):\n    return bill.number()\n",
}


def write(root: Path, files: dict[str, str] | None = None) -> Path:
    """The files, in a new folder named `system` below `root`."""
    system = root / "system"
    for name, text in (FILES if files is None else files).items():
        (system / name).parent.mkdir(parents=True, exist_ok=True)
        (system / name).write_text(text)
    system.mkdir(exist_ok=True)
    return system


def decompose(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """What the command line answers; nothing of this process's environment but the path."""
    known = {"PATH": os.environ["PATH"], "HOME": str(cwd), "LC_ALL": "C.UTF-8", **environment}
    command = [sys.executable, "-m", "decompose", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=known, timeout=60)
