"""What each file is called, and where its owner takes it."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

OUTLET_NAMES: Mapping[str, tuple[object, object]] = {
    "google": (_l("Google, free listings"), _l("Merchant Center, Products, Add a file: XML")),
    "google-tsv": (_l("Google, as a table"), _l("Merchant Center, Products, Add a file: TSV")),
    "meta": (_l("Facebook, Instagram, WhatsApp"), _l("Commerce Manager, Catalogue, Data sources: CSV")),
    "meta-rss": (_l("Facebook, as a feed"), _l("Commerce Manager, Catalogue, Data sources: XML")),
    "woocommerce": (_l("Your own WooCommerce shop"), _l("Products, Import")),
    "shopify": (_l("Your own Shopify shop"), _l("Products, Import")),
    "shopify-old": (_l("Shopify, names of before 2025"), _l("For apps that still read the old names")),
    "things-to-do": (_l("Google, things to do"), _l("Trips and places to see. Needs a partner of Google")),
    "octo": (_l("Sellers of tours (OCTO)"), _l("Trips and places to see, for whoever sells them on")),
    "open-food-facts": (_l("Open Food Facts"), _l("The platform for producers, Import products. Food and drink only")),
}
