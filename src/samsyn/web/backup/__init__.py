"""Backup and restore: everything in one portable archive, from either database to either.

An archive is a ZIP file of

- ``tables/<app>.<Model>.jsonl``: a table, one JSON object a row;
- ``files/ab/<sha256>``: the stored files;
- ``erasures.log``: the erasure ledger;
- ``manifest.json``: format, version, migrations, and the SHA-256 and size of every other member.

It holds personal data and password hashes: keep it as the database itself is kept.
"""

from samsyn.foundation.errors import Refusal


class BackupError(Refusal):
    """A backup that cannot be made, or an archive that cannot be restored."""
