"""The keys of the tests, without Django."""

import base64

OLD = "t1:" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
NEW = "t2:" + base64.b64encode(bytes(range(7, 39))).decode()
BOTH = f"{NEW},{OLD}"
