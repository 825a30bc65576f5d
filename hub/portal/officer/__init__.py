"""The privacy officer's pages: what waits, why, what would go out, and what two persons decide.

Each page asks for the scope that the same act has over REST, so that both open to the same people. Pages of
lists go on by cursors; every step is a form of its own that works without JavaScript. Nothing is decided
here: the rooms of privacy and sharing answer, and a refusal of theirs becomes a sentence on the page.
"""
