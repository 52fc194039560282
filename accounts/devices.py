"""What a browser says of itself, in words a person recognises: `Windows 电脑，Edge 浏览器`."""

# The first that occurs wins: Edge also says Chrome, Chrome also says Safari; phones also say their system's kernel.
MACHINES = (
    ("HarmonyOS", "鸿蒙设备"),
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
    ("Android", "安卓手机或平板"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "苹果电脑"),
    ("Linux", "Linux 电脑"),
)
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge 浏览器"),
    ("Firefox", "火狐浏览器"),
    ("QQBrowser", "QQ 浏览器"),
    ("Chrome", "Chrome 浏览器"),
    ("Safari", "Safari 浏览器"),
)
UNKNOWN = "未知设备"


def in_words(agent: str) -> str:
    """The machine and the browser named in a User-Agent header; 未知设备 when it names none that we know."""
    named = [next((words for sign, words in table if sign in agent), "") for table in (MACHINES, BROWSERS)]
    return "，".join(filter(None, named)) or UNKNOWN
