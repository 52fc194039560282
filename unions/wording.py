"""What two short texts have in common and where they differ: words on a plaque beside the registered name. Pure."""

from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, EXTRA, MISSING = "same", "extra", "missing"


@dataclass(frozen=True)
class Part:
    """A run of letters: in both, only in what is shown (extra), or only in what is registered (missing)."""

    text: str
    kind: str


def compared(shown: str, registered: str) -> list[Part]:
    """The shown words with what is too much and what is missing, in reading order; spaces count for nothing."""
    one, other = "".join(shown.split()), "".join(registered.split())
    parts: list[Part] = []
    for change, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if change == "equal":
            parts.append(Part(one[a:b], SAME))
            continue
        parts += [Part(text, kind) for text, kind in ((one[a:b], EXTRA), (other[c:d], MISSING)) if text]
    return parts


def is_same(parts: list[Part]) -> bool:
    return all(part.kind == SAME for part in parts)
