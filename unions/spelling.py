"""What was typed, as a question to the search keys: pure, no Django, no database.

A key (unions/triggers.py, SEARCH) is a tsvector with one position per character of a name. At each position stand the
pair of characters that begins there, every reading of the character, and its initial paired with the next one's
after "=". So 天河镇 is '天河':1 'tian':1 '=th':1 '河镇':2 'he':2 '=hz':2 '镇':3 'zhen':3.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice, product

SYLLABLES = frozenset(
    """
a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen ceng cha chai chan chang
chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de
dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo e ei en eng er fa fan fang fei fen feng fo fou fu ga gai gan
gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan
huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua
kuai kuan kuang kui kun kuo la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu lo long lou lu luan lue lun luo
lv lve ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nian niang
niao nie nin ning niu nong nou nu nuan nue nun nuo nv nve o ou pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu
qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai
san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song
sou su suan sui sun suo ta tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng
wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za
zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun
zhuo zi zong zou zu zuan zui zun zuo
""".split()  # noqa: SIM905 (a list of four hundred strings is harder to read)
)
BEGINNINGS = frozenset(syllable[:length] for syllable in SYLLABLES for length in range(1, len(syllable)))
LONGEST_SYLLABLE = 6
LONGEST_WORDS = 120  # characters of the longest name
WAYS = 24  # of cutting one run of letters into syllables, and of combining runs: more say nothing new
LIKELY = 3  # of these, when only the likely ones are asked
NO_INITIALS = frozenset("iuv")  # no syllable begins with them
# What a name is compared without, once full-width forms are half-width. The database drops the same (SEARCH).
LEFT_OUT = " \t\n\r()[]{}<>《》〈〉【】「」『』“”‘’\"'、,。.·•・-—–_/\\|:;!?*%&#@+=~^$`"
_gone = str.maketrans("", "", LEFT_OUT + "\x00")
_small = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZü", "abcdefghijklmnopqrstuvwxyzv")
_runs = re.compile(r"[a-z]+|[^a-z]+")

# One way to say a run: lexemes with their places, counted from the run's first character.
Way = tuple[tuple[str, int], ...]


def letters_of(words: str) -> list[str]:
    """The words as they are compared: half-width, small letters, no signs; blanks part them."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", words)).translate(_small)
    # Chat programs paste characters that nobody sees.
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return [left for word in plain.split() if (left := word.translate(_gone))]


def question(words: str, *, likely: bool = False) -> str:
    """The words as PostgreSQL's tsquery; "" when nothing can be found by them.

    Chinese words may stand in any order; letters are read as pinyin from a syllable's beginning, the last syllable
    perhaps unfinished, or as initials, with or without blanks. With `likely` only in the few ways that people mean:
    several times as fast to answer, and right for nearly everything that is typed.
    """
    parts = letters_of(words)
    if sum(map(len, parts)) > LONGEST_WORDS:
        return ""
    if all(part.isascii() and part.isalpha() for part in parts):
        return _sequence(parts, likely)
    return " & ".join(f"({asked})" for part in parts if (asked := _sequence([part], likely)))


def _sequence(parts: list[str], likely: bool) -> str:
    """Characters that follow one another, in every way they can be read."""
    runs = [run for part in parts for run in _runs.findall(part)]
    read = _likely_ways_of if likely else _ways_of
    ways = [list(read(run, last=number == len(runs) - 1)) for number, run in enumerate(runs)]
    phrases = [_phrase(chosen) for chosen in islice(product(*ways), WAYS)]
    # Blanks between initials (t h z) bind no syllables: read them together as well.
    if len(parts) > 1:
        phrases += [_phrase([way]) for way in _initials("".join(parts))]
    return " | ".join(f"({phrase})" for phrase in dict.fromkeys(phrases) if phrase)


def _ways_of(run: str, *, last: bool) -> Iterator[tuple[Way, int]]:
    """(lexemes, how many characters of the name they cover) for each reading of a run."""
    if not run[0].isascii() or not run[0].isalpha():
        pairs = [(_quoted(run[place : place + 2]), place) for place in range(len(run) - 1)]
        yield tuple(pairs) or ((f"{_quoted(run)}:*", 0),), len(run)
        return
    for syllables in islice(cut(run, unfinished=last), WAYS):
        lexemes = [(_quoted(syllable), place) for place, syllable in enumerate(syllables)]
        if last:
            lexemes[-1] = (f"{lexemes[-1][0]}:*", lexemes[-1][1])
        yield tuple(lexemes), len(syllables)
    yield from _initials(run)
    if last:
        yield from _surname_first(run)


def _likely_ways_of(run: str, *, last: bool) -> Iterator[tuple[Way, int]]:
    """The syllables cut fewest, whole ones before beginnings, and initials where the letters can be some."""
    if not run.isascii() or not run.isalpha():
        yield from _ways_of(run, last=last)
        return
    spelt = sorted(islice(cut(run, unfinished=last), WAYS), key=len)
    whole = [syllables for syllables in spelt if syllables[-1] in SYLLABLES] or spelt
    # Not yao as 亚噢: a syllable of one letter only where there is no shorter way.
    for syllables in [way for way in whole if len(way) == len(whole[0]) or min(map(len, way)) > 1][:LIKELY]:
        yield _spelt(syllables, last), len(syllables)
    if not spelt or not NO_INITIALS & set(run):
        yield from _initials(run)
    if not spelt and last:
        yield from _surname_first(run)


def _spelt(syllables: list[str], last: bool) -> Way:
    """A last letter alone is an initial beside the one before: every syllable that begins so would be half the index."""
    *before, end = syllables
    lexemes = [(_quoted(syllable), place) for place, syllable in enumerate(before)]
    if last and before and end not in SYLLABLES and len(end) == 1:
        return (*lexemes, (_quoted(f"={before[-1][0]}{end}"), len(before) - 1))
    return (*lexemes, (_quoted(end) + (":*" if last else ""), len(before)))


def _surname_first(run: str) -> Iterator[tuple[Way, int]]:
    """Whole syllables, then two to four initials: qiuhp for 仇和平."""
    for place in range(max(1, len(run) - 4), len(run) - 1):
        for syllables in islice(cut(run[:place], unfinished=False), 1):
            spelt = tuple((_quoted(syllable), number) for number, syllable in enumerate(syllables))
            for way, length in _initials(run[place:]):
                paired = tuple((lexeme, len(syllables) + number) for lexeme, number in way)
                yield spelt + paired, len(syllables) + length


def _initials(run: str) -> Iterator[tuple[Way, int]]:
    if len(run) > 1:
        yield tuple((_quoted(f"={run[place : place + 2]}"), place) for place in range(len(run) - 1)), len(run)


def cut(run: str, *, unfinished: bool) -> Iterator[list[str]]:
    """Every way to cut letters into syllables; `unfinished` lets the last be the beginning of one."""
    size = len(run)
    # From which places the rest can be cut at all: without it, a long run that can't would be tried for ever.
    sound = {size}
    for start in range(size - 1, -1, -1):
        if any(end in sound and _fits(run[start:end], end == size and unfinished) for end in _ends(start, size)):
            sound.add(start)

    def cuts(start: int) -> Iterator[list[str]]:
        if start == size:
            yield []
        for end in _ends(start, size):
            if end in sound and _fits(run[start:end], end == size and unfinished):
                yield from ([run[start:end], *rest] for rest in cuts(end))

    return cuts(0)


def _ends(start: int, size: int) -> range:
    """Where a syllable that starts here may end, the longest first."""
    return range(min(start + LONGEST_SYLLABLE, size), start, -1)


def _fits(letters: str, unfinished: bool) -> bool:
    return letters in SYLLABLES or (unfinished and letters in BEGINNINGS)


def _phrase(runs: list[tuple[Way, int]] | tuple[tuple[Way, int], ...]) -> str:
    """The lexemes of all runs at their distances."""
    placed, start = [], 0
    for way, length in runs:
        placed += [(lexeme, start + place) for lexeme, place in way]
        start += length
    text = ""
    for number, (lexeme, place) in enumerate(placed):
        text += f" <{place - placed[number - 1][1]}> {lexeme}" if number else lexeme
    return text


def _quoted(letters: str) -> str:
    return f"'{letters}'"


FORMS = re.compile(r"(?:工会|委员会|联合会|有限责任公司|股份有限公司|有限公司|集团|公司|厂|店|中心|合作社)+$")
COUNTIES = re.compile(r"^.{2,3}?[省市县区](?=.{4})")


def core_of(name: str) -> str:
    """The name without the place before it and the form of enterprise behind it; the whole of it when little is left."""
    core = FORMS.sub("", name)
    for _ in range(3):
        core = COUNTIES.sub("", core)
    return core if len(core) > 1 else name
