"""Read a Google feed into Google's own types: run by the interpreter of the peers, the feed on standard input."""

import json
import sys
from xml.etree import ElementTree as ET

from google.shopping.merchant_products_v1 import Availability, Condition, ProductAttributes

GOOGLE = "{http://base.google.com/ns/1.0}"
CHOICES = {"availability": Availability, "condition": Condition}


def main() -> None:
    known = set(ProductAttributes.meta.fields) | {"id"}
    unknown: set[str] = set()
    for item in ET.fromstring(sys.stdin.buffer.read()).iterfind("channel/item"):  # noqa: S314
        for child in item:
            name = child.tag.removeprefix(GOOGLE)
            if not {name, f"{name}s"} & known:
                unknown.add(name)
            elif name in CHOICES and (child.text or "").upper() not in CHOICES[name].__members__:
                unknown.add(f"{name}={child.text}")
    json.dump(sorted(unknown), sys.stdout)


main()
