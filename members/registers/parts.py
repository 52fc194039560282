"""SQL and sentences that this app's registers share."""

from registers.faults import Code

MEMBERS_UNIONS = "('grassroots_single', 'grassroots_joint', 'community_union')"
# One sentence for an unknown number, another name and another union: whoever only holds a number learns nothing.
NOBODY = "转出工会里没有这个姓名和证件号码的会员，请核对姓名、证件号码和转出工会编码，或先导入工会会员登记表"
ANOTHER = "本县另一工会"

# How the kinds of faults are told where the words of the unions' registers do not fit.
KINDS: dict[str, tuple[str, str]] = {
    Code.WRONG_PARENT: (
        "这个工会不直接登记会员",
        "改填会员所在工会的编码：独立基层工会、联合基层工会或村（社区）工会。",
    ),
    Code.NOT_ELIGIBLE: ("不归您填写", "按每行的说明把这一格留空，或交由县总工会导入。"),
}
