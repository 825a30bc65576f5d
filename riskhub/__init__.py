"""The client of RiskHub: send, poll, stream and acknowledge alerts, verify receipts.

It knows the hub by its outer contract alone and needs no Django: `pip install '.[client]'` in a checkout,
`pip install 'riskhub[client]'` where the package is published.
"""

import sys
from pathlib import Path

try:
    from riskhub.client import START, Client
    from riskhub.errors import (
        ConfigurationRefused,
        Fault,
        HubUnreachable,
        Problem,
        ReceiptRefused,
        RiskHubError,
        UnexpectedAnswer,
    )
    from riskhub.receipts import Receipt, check_content, check_receipt
    from riskhub.values import (
        Accepted,
        Alert,
        Checkpoint,
        Collection,
        Event,
        Inquiry,
        LineResult,
        Page,
        Recall,
        Submission,
    )
except ModuleNotFoundError as missing:
    advice = (
        f"{missing.name} is not installed: pip install 'riskhub[client]', "
        "or in a checkout pip install '.[client]'"
    )
    # Who types the command gets a sentence; a program gets the error that it can catch.
    if sys.argv[0] == "-m" or Path(sys.argv[0]).stem == "riskhub":
        sys.exit(f"riskhub: {advice}")
    raise ImportError(advice, name=missing.name) from missing

__all__ = [
    "START",
    "Accepted",
    "Alert",
    "Checkpoint",
    "Client",
    "Collection",
    "ConfigurationRefused",
    "Event",
    "Fault",
    "HubUnreachable",
    "Inquiry",
    "LineResult",
    "Page",
    "Problem",
    "Recall",
    "Receipt",
    "ReceiptRefused",
    "RiskHubError",
    "Submission",
    "UnexpectedAnswer",
    "check_content",
    "check_receipt",
]
