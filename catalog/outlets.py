"""Everything a product can be handed over as: one table of where, by whose demands, in which file and how written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalog.channel_rules import Channel
from catalog.marketplaces import google, meta, octo, open_food_facts, shopify, things_to_do, woocommerce
from catalog.marketplaces.layouts import Layout, layouts
from catalog.marketplaces.writing import Part, Writing
from catalog.rules import PublicProduct


@dataclass(frozen=True)
class Outlet:
    """One kind of file; ``channel`` says whose demands a product must pass to be in it, none means: shown is enough."""

    key: str
    file_name: str
    writing: Writing
    channel: Channel | None = None
    # Whether the marketplace comes and fetches it by itself.
    is_fetched: bool = False

    def written(self, products: Iterable[PublicProduct], base_url: str) -> Iterator[Part]:
        """Write the file a part at a time; the whole of it is never in memory."""
        return self.writing.joined(base_url, (self.writing.part(each, base_url) for each in products))


_ALL = (
    Outlet("google", "google.xml", google.XML, Channel.GOOGLE, is_fetched=True),
    Outlet("google-tsv", "google.tsv", google.TSV, Channel.GOOGLE, is_fetched=True),
    Outlet("meta", "meta.csv", meta.CSV, Channel.META, is_fetched=True),
    Outlet("meta-rss", "meta.xml", meta.RSS, Channel.META, is_fetched=True),
    Outlet("woocommerce", "woocommerce.csv", woocommerce.CSV),
    Outlet("shopify", "shopify.csv", shopify.CSV),
    Outlet("shopify-old", "shopify-old.csv", shopify.OLD_CSV),
    Outlet("things-to-do", "things-to-do.json", things_to_do.JSON, Channel.TRIPS, is_fetched=True),
    Outlet("octo", "octo-products.json", octo.JSON, Channel.TRIPS, is_fetched=True),
    Outlet("open-food-facts", "open-food-facts.csv", open_food_facts.CSV),
)
OUTLETS: Mapping[str, Outlet] = MappingProxyType({outlet.key: outlet for outlet in _ALL})
FETCHED: Mapping[str, Outlet] = MappingProxyType({outlet.file_name: outlet for outlet in _ALL if outlet.is_fetched})
# Marketplaces whose sellers bring a template to be filled.
SHEETS: Mapping[str, Layout] = layouts()
