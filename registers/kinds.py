"""The kinds of faults in words: what each is called, and what to do about it. No reading, no database."""

from collections.abc import Mapping

from registers.faults import Code

KINDS: dict[str, tuple[str, str]] = {
    Code.MISSING_COLUMN: ("缺少必填的列", "在表头补上这一列，或把列名改得与模板一致，再上传。"),
    Code.REQUIRED: ("必填项没有填", "把空着的格子补填完整。"),
    Code.NOT_A_DATE: ("不是真实的日期", "按 2012-05-03 的样式填写；只有年月的要补上日。"),
    Code.NOT_A_NUMBER: ("不是数字", "只填数字，不带单位和文字。"),
    Code.NOT_A_CHOICE: ("不在可选项中", "改为模板下拉框中的一项。"),
    Code.BAD_CREDIT_CODE: ("统一社会信用代码不对", "对照证书核对 18 位代码，重新填写。"),
    Code.BAD_ID_NUMBER: ("身份证号不对", "对照证件核对 18 位号码，重新填写。"),
    Code.BAD_PHONE: ("电话号码不对", "固定电话填区号和号码，手机填 11 位。"),
    Code.LOST_DIGITS: ("号码末尾几位已丢失", "把这一列设为“文本”格式，再重新输入完整号码。"),
    Code.DUPLICATE_IN_FILE: ("同一条记录出现多次", "每条记录只留一行，删去或改正其余的。"),
    Code.UNKNOWN_UNION: ("找不到这个工会", "核对工会编码；新工会要先导入工会组织登记表，再回来重新检查。"),
    Code.UNKNOWN_EMPLOYER: ("找不到这个单位", "核对统一社会信用代码；新单位要先导入法人单位登记表，再回来重新检查。"),
    Code.UNKNOWN_OFFICER: ("找不到这名干部", "核对姓名和日期；新干部要先导入工会干部登记表，再回来重新检查。"),
    Code.WRONG_PARENT: ("上级工会不对", "改填能管辖它的工会的编码；基层工会下面不能再设工会。"),
    Code.OVERLAPPING_TENURE: ("两位主席的任期重叠", "核对当选日期，或先填写前任的离任日期。"),
    Code.BEFORE_ESTABLISHED: ("早于建会日期", "核对这个日期和工会的建会日期。"),
    Code.ENDS_BEFORE_START: ("结束早于开始", "核对开始和结束两个日期。"),
    Code.PART_EXCEEDS_WHOLE: ("部分多于总数", "核对总人数和其中的人数。"),
    Code.NOT_ELIGIBLE: ("按规定不能担任", "核对任职条件，另选人员或改正所填内容。"),
    Code.OUT_OF_SCOPE: ("不在您负责的范围内", "删除这些行，或交由县总工会导入。"),
    Code.CONFLICT: ("与已有的记录矛盾", "按每行的说明核对后改正。"),
}


def told(code: str, own: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """(label, advice); a register may have words of its own."""
    return own.get(code) or KINDS[code]
