"""Is this well-formed STIX 2.1? The OASIS schemas, and what the specification says beyond them.

``check_bundle`` is the door; ``check_object`` and ``check_together`` are its two halves. Rules are small functions in tables: ``objects`` looks at one object,
``bundles`` across objects. A rule that finds nothing yields nothing; none of them repeats a value.
"""

from sharing.stix.structure.bundles import check_bundle, check_together, warn_of_bundle
from sharing.stix.structure.objects import check_object

__all__ = ["check_bundle", "check_object", "check_together", "warn_of_bundle"]
