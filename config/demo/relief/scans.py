"""Papers of relief as chairs hand them in: drawn sheets, each marked 示例. Nothing of a real paper or person."""

import io
from functools import cache

from PIL import Image, ImageDraw

from config.demo.pictures import INK, PAPER, RED, lines_on
from hardship.models import DocumentRule
from hardship.papers import Paper

SIZE, SMALL = (640, 900), (213, 300)
WORDS = {
    "id_copy": ("公民身份号码 3499991990××××××××", "签发机关 云岭县公安局", "有效期限 长期"),
    "household_register": ("户别 居民户", "户主 ××", "住址 云岭县××小区"),
    "income_proof": ("兹证明××同志近 12 个月", "收入情况如下：", "（单位盖章）"),
    "diagnosis": ("云岭县人民医院", "临床诊断：××", "建议：继续治疗", "（诊断证明章）"),
    "receipts": ("医疗住院收费票据", "个人自付 ××××.××", "云岭县人民医院"),
    "disability_card": ("中华人民共和国残疾人证", "类别 肢体", "等级 三级"),
    "school_proof": ("兹证明××为我校在读学生", "××年级", "（学校盖章）"),
    "loss_proof": ("受灾情况证明", "房屋进水，家具家电受损", "（村（居）委会盖章）"),
    "single_parent_proof": ("离婚证", "××离字第×××号"),
    "hardship_proof": ("困难情况证明", "家中老人常年需要护理", "（社区盖章）"),
    "notice_photo": ("困难职工帮扶公示", "公示期 5 个工作日", "异议请拨 0556-0000000"),
    "notice_report": ("公示结果报告", "公示期内没有收到异议", "（工会盖章）"),
}


@cache
def paper(kind: str, number: int = 0) -> Paper:
    """One sheet of the kind; another `number` is another sheet, lying a little differently."""
    picture = Image.new("RGB", SIZE, (222, 218, 210))
    draw = ImageDraw.Draw(picture)
    shift = number * 7 % 23
    draw.rectangle((24 + shift, 20 + shift, SIZE[0] - 30, SIZE[1] - 24), fill=PAPER)
    title = str(DocumentRule.Kind(kind).label)
    lines_on(draw, [title], (SIZE[0] // 2, 96 + shift), 520, INK, most=44)
    for place, words in enumerate(WORDS.get(kind, ("××××",))):
        lines_on(draw, [words], (SIZE[0] // 2, 210 + shift + place * 70), 500, INK, most=28)
    for row in range(6):
        draw.line((90, 520 + row * 42, 550 - row * 23, 520 + row * 42), fill=(176, 172, 166), width=4)
    draw.ellipse((400, 690, 560, 850), outline=RED, width=6)
    lines_on(draw, ["示例"], (480, 770), 120, RED, most=40)
    return Paper(_jpeg(picture), _jpeg(picture.resize(SMALL)))


@cache
def scan(kind: str) -> Paper:
    """The same as a PDF: one file on the disk instead of two."""
    file = io.BytesIO()
    with Image.open(io.BytesIO(paper(kind).data)) as picture:
        picture.save(file, "PDF", resolution=80)
    return Paper(file.getvalue(), None)


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=60)
    return file.getvalue()
