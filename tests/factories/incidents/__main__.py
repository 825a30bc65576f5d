"""Write a corpus: `python -m tests.factories.incidents SEED INCIDENTS FOLDER`."""

import json
import sys
from pathlib import Path

from tests.factories.incidents import make_corpus


def main(seed, incidents, folder):
    """Write alerts.jsonl, labels.jsonl and cases.jsonl into the folder."""
    corpus = make_corpus(int(seed), int(incidents))
    labels = [{"alert_id": key, "incident_id": value} for key, value in corpus.labels.items()]
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    rows = {"alerts": corpus.alerts, "labels": labels, "cases": corpus.hard}
    for name, records in rows.items():
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        (place / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
