"""Review (校核): the verbs by which stations speak of each other's records, and what is then shown.

A word about somebody else's record is an entry in the chain of whoever says it. It goes up with the journal
and comes down with the acknowledgement; who hears it journals that too, so that both know it has arrived.
"""

RETURN, ACCEPT, COMMENT = "review_return", "review_accept", "review_comment"
VERDICTS = (RETURN, ACCEPT)
"""Words after which a record's version is no longer 待校核."""

SPOKEN = (*VERDICTS, COMMENT)
HEARD = "review_heard"
"""What a station enters when a word of a station above has come down to it."""

QUARANTINE, RELEASE = "quarantine", "quarantine_release"
"""What a receiver enters of entries that it has and does not apply, and of those that go on after all."""

CONFLICT = "CONFLICT"
"""Why a version is held that stands beside the owner's: a person decides field by field."""
DECIDE, MERGE_OF = "review_decide", "merge_of"
"""What a person has decided of one field; which versions a merged one has taken in."""
MERGE, MERGE_DOWN = "merge", "merge_down"
"""The verb of a merged version, and of the entry by which its owner hears of it."""

SENT_DOWN, TAKEN_DOWN = "send_down", "take_down"
"""What goes to everybody below (tables, forms, notices), and that it was taken in there."""

RETURNED = "已退回"
WAITING, DONE = "待校核", "已通过"
STATES = (WAITING, RETURNED, DONE)
"""What the review desk lists by."""
PASSED = {"town": "镇已校核", "city": "市已校核"}
"""What a record is called after its review, by the tier of whoever reviewed it."""

TIER_WORDS = {"town": "镇街", "city": "市"}
