"""How characters are read: rows for the table of readings, from pypinyin and what it does not know. Pure.

For migrations only: pages ask the table.
"""

import unicodedata
from collections.abc import Iterator

from pypinyin.constants import PINYIN_DICT

from unions.spelling import SYLLABLES

# Characters met in names of places, units and persons with more than one living reading; the usual one first.
SEVERAL = """
重 zhong chong|行 xing hang|长 chang zhang|乐 le yue|会 hui kuai|朝 chao zhao|曾 zeng ceng|单 dan shan chan|仇 chou qiu|区 qu ou
解 jie xie|查 cha zha|盛 sheng cheng|都 du dou|传 chuan zhuan|调 diao tiao|藏 cang zang|车 che ju|大 da dai|还 huan hai|降 jiang xiang
校 xiao jiao|觉 jue jiao|卡 ka qia|壳 ke qiao|落 luo la lao|模 mo mu|泊 bo po|强 qiang jiang|参 can shen cen|省 sheng xing|宿 su xiu
尉 wei yu|厦 xia sha|圩 wei xu|种 zhong chong|扎 zha za|轧 ya zha ga|折 zhe she|翟 zhai di|柏 bai bo|贾 jia gu|盖 gai ge
缪 miao mou miu|员 yuan yun|召 zhao shao|朴 pu piao|洗 xi xian|秘 mi bi|繁 fan po|六 liu lu|蚌 bang beng|歙 she xi|枞 cong zong
涡 wo guo|尾 wei yi|弹 dan tan|石 shi dan|合 he ge|万 wan mo|俟 si qi|得 de dei|地 di de|的 de di|恶 e wu|佛 fo fu|伽 jia qie ga
给 gei ji|谷 gu yu|龟 gui jun qiu|巷 xiang hang|吓 xia he|红 hong gong|虹 hong jiang|系 xi ji|夹 jia ga|茄 qie jia|角 jiao jue
芥 jie gai|劲 jin jing|颈 jing geng|咀 ju zui|句 ju gou|嚼 jiao jue|括 kuo gua|烙 lao luo|勒 le lei|棱 leng ling|俩 liang lia
绿 lv lu|露 lu lou|率 lv shuai|脉 mai mo|埋 mai man|没 mei mo|糜 mi mei|乜 nie mie|抹 mo ma|南 nan na|娜 na nuo|弄 nong long
疟 nve yao|迫 po pai|胖 pang pan|刨 pao bao|炮 pao bao|屏 ping bing|瀑 pu bao|曝 pu bao|栖 qi xi|奇 qi ji|期 qi ji|其 qi ji
稽 ji qi|荠 ji qi|铅 qian yan|茜 qian xi|乾 qian gan|亲 qin qing|瞿 qu ju|圈 quan juan|雀 que qiao|若 ruo re|塞 sai se|色 se shai
刹 sha cha|什 shen shi|识 shi zhi|氏 shi zhi|似 si shi|属 shu zhu|熟 shu shou|术 shu zhu|说 shuo shui|汤 tang shang|提 ti di
拓 tuo ta|虾 xia ha|削 xiao xue|血 xue xie|畜 chu xu|殷 yin yan|咽 yan ye|叶 ye xie|择 ze zhai|粘 zhan nian|着 zhe zhao zhuo
爪 zhua zhao|琢 zhuo zuo|柞 zha zuo|晟 sheng cheng|薄 bo bao|剥 bo bao|堡 bao bu pu|辟 pi bi|扁 bian pian|便 bian pian|骠 biao piao
槟 bin bing|伯 bo bai|埔 pu bu|卜 bu bo|阿 a e|艾 ai yi|番 fan pan|敦 dun dui|囤 tun dun|臭 chou xiu|称 cheng chen|澄 cheng deng
乘 cheng sheng|匙 chi shi|椎 zhui chui|祭 ji zhai|隗 wei kui|覃 qin tan|郇 xun huan|郗 xi chi|能 neng nai|尺 chi che|坏 huai|嗯 en
莘 xin shen|浚 jun xun|铅 qian yan|荥 xing ying|番 fan pan|鄱 po|亳 bo|黟 yi|濉 sui|泌 mi bi|渑 mian sheng|郫 pi|犍 qian jian
儋 dan|砀 dang|牟 mou mu|监 jian|陂 pi bei po|丽 li|济 ji|于 yu|应 ying|兴 xing|宁 ning|任 ren|华 hua|燕 yan|纪 ji|那 na|哈 ha
"""
# Read otherwise as a family name; the other readings stay, for whoever knows only those.
SURNAMES = """
单 shan|曾 zeng|仇 qiu|区 ou|解 xie|查 zha|任 ren|盖 ge|缪 miao|朴 piao|冼 xian|翟 zhai|乐 yue|覃 qin|召 shao|员 yun|种 chong|繁 po|秘 bi
贾 jia|黑 he|尉 yu|折 she|祭 zhai|洗 xian|令 ling|郗 chi|句 gou|适 kuo|葛 ge|訾 zi|藏 zang|盛 sheng|柏 bai|都 du|强 qiang|万 mo|长 zhang
隗 kui|谌 chen|逄 pang|眭 sui|卜 bu|薄 bo|牟 mu|车 che|石 shi|殷 yin|叶 ye|瞿 qu|莘 shen|仉 zhang|晁 chao|宓 mi|俞 yu|教 jiao|褚 chu|炅 gui
"""


def rows() -> Iterator[tuple[str, str, str, str, str]]:
    """(character, readings, initials) as such, then (readings, initials) at the head of a person's name.

    Readings are written ready for a tsvector, with "#" for the place: "chong:# zhong:#".
    """
    several, surnames = _table(SEVERAL), _table(SURNAMES)
    for number in PINYIN_DICT:
        letter = chr(number)
        if not (0x3400 <= number <= 0x9FFF or letter == "〇"):
            continue
        read = several.get(letter) or _usual(PINYIN_DICT[number])
        named = [*surnames.get(letter, []), *read]
        if read:
            yield letter, *_written(read), *_written(named)


def _table(text: str) -> dict[str, list[str]]:
    entries = [entry.split() for line in text.split("\n") for entry in line.split("|") if entry]
    return {letter: read for letter, *read in entries}


def _usual(readings: str) -> list[str]:
    """The first reading that is a syllable people type."""
    plain = [_toneless(reading) for reading in readings.split(",")]
    return [reading for reading in plain if reading in SYLLABLES][:1]


def _toneless(reading: str) -> str:
    parts = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _written(read: list[str]) -> tuple[str, str]:
    """ü is typed v or u: lv, lu; lve, lue."""
    spelt = dict.fromkeys(typed for reading in read for typed in (reading, reading.replace("v", "u")))
    initials = dict.fromkeys(reading[0] for reading in read)
    return " ".join(f"{reading}:#" for reading in spelt), "".join(initials)
