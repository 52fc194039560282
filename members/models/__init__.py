from members.models.codes import (
    CHANGE_REASONS,
    ETHNICITIES,
    Education,
    Employment,
    Hukou,
    IdKind,
    PoliticalStatus,
    SkillLevel,
)
from members.models.duplicate import Duplicate
from members.models.erasure import Erasure
from members.models.form_print import FormPrint
from members.models.member import Member, MemberKey
from members.models.membership import CURRENT, ENDED, Membership, State, current_of, last_of
from members.models.roster import Roster
from members.models.roster_check import RosterCheck
from members.models.transfer import Transfer

__all__ = [
    "CHANGE_REASONS",
    "CURRENT",
    "ENDED",
    "ETHNICITIES",
    "Duplicate",
    "Education",
    "Employment",
    "Erasure",
    "FormPrint",
    "Hukou",
    "IdKind",
    "Member",
    "MemberKey",
    "Membership",
    "PoliticalStatus",
    "Roster",
    "RosterCheck",
    "SkillLevel",
    "State",
    "Transfer",
    "current_of",
    "last_of",
]
