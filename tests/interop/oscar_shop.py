"""A shop on django-oscar: takes a table and an archive of pictures in, says what is there then.

Run by the interpreter of an environment that has it: ``oscar_shop.py FOLDER``.
"""

import json
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

FOLDER = Path(sys.argv[1])


def configure() -> None:
    from oscar import defaults

    shop = ("analytics", "checkout", "address", "shipping", "catalogue", "communication", "partner", "basket",
            "payment", "offer", "order", "customer", "search", "voucher", "wishlists", "dashboard")  # fmt: skip
    board = ("reports", "users", "orders", "catalogue", "offers", "partners", "pages", "ranges", "reviews",
             "vouchers", "communications", "shipping")  # fmt: skip
    apps = (
        *(f"django.contrib.{name}" for name in ("auth", "contenttypes", "sessions", "sites", "messages", "flatpages")),
        "oscar.config.Shop",
        *(f"oscar.apps.{name}.apps.{name.title()}Config" for name in shop),
        "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
        *(f"oscar.apps.dashboard.{name}.apps.{name.title()}DashboardConfig" for name in board),
        *("haystack", "treebeard", "sorl.thumbnail", "django_tables2"),
    )
    said = {name: getattr(defaults, name) for name in dir(defaults) if name.isupper()}
    settings.configure(
        **said,
        INSTALLED_APPS=apps,
        SITE_ID=1,
        SECRET_KEY="of a shop for one minute",
        USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(FOLDER / "oscar.db")}},
        MEDIA_ROOT=str(FOLDER / "oscar-media"),
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        HAYSTACK_CONNECTIONS={"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
    )


def main() -> None:
    configure()
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("oscar_import_catalogue", str(FOLDER / "oscar.csv"), verbosity=0)
    call_command("oscar_import_catalogue_images", str(FOLDER / "oscar-pictures.tar"), verbosity=0)
    from django.db.models import Sum
    from oscar.core.loading import get_model

    stock = get_model("partner", "StockRecord").objects
    said = {
        "products": get_model("catalogue", "Product").objects.count(),
        "offers": stock.count(),
        "makers": get_model("partner", "Partner").objects.count(),
        "pictures": get_model("catalogue", "ProductImage").objects.count(),
        "prices": int(stock.aggregate(sum=Sum("price"))["sum"]),
        "first": get_model("catalogue", "Product").objects.order_by("id").values_list("title", "description")[0],
    }
    Path(FOLDER / "oscar.json").write_text(json.dumps(said), "utf-8")


main()
