from datetime import timedelta

from gotuto.modules import Beat, FileKind, Grant, MenuItem, ModuleConfig, Names, Resource, StoredFiles
from gotuto.roles import Role

# Images, and the smaller copies of each.
_FILES = """
SELECT file, sha256 FROM catalog_productimage
UNION
SELECT small ->> 'file', small ->> 'sha256'
FROM catalog_productimage, jsonb_array_elements(coalesce(thumbnails, '[]')) AS small
ORDER BY 1
"""


class CatalogConfig(ModuleConfig):
    name = "contexts.catalog"
    label = "catalog"
    verbose_name = "Catalogue"

    grants = (
        Grant(
            Role.CATALOG,
            sees=(
                "product",
                "variant",
                "category",
                "attribute",
                "priceentry",
                "pricelist",
                "productimage",
                "producttranslation",
                "categorytranslation",
                "synonyms",
                "searchmiss",
            ),
            does="makes, changes, translates and withdraws products and categories, and says which words mean the same",
        ),
        Grant(Role.STOCK, sees=("product", "variant", "category", "attribute")),
        Grant(Role.SUPPORT, sees=("product", "variant", "category", "attribute", "priceentry", "pricelist")),
        Grant(Role.BILLING, sees=("product", "variant", "priceentry", "pricelist")),
        Grant(Role.FULFILMENT, sees=("product", "variant")),
    )

    resources = (Resource("products", named_by=("product_id",)), Resource("categories"), Resource("price-lists"))
    names = (Names("product", called="skus.queries.names_of", found="skus.queries.find_skus"),)
    menu = (
        MenuItem("Goods", 10, "Products", "sell", "catalog_product"),
        MenuItem("Goods", 15, "Variants", "style", "catalog_variant"),
        MenuItem("Goods", 18, "Images", "image", "catalog_productimage"),
        MenuItem("Goods", 20, "Categories", "account_tree", "catalog_category"),
        MenuItem("Goods", 21, "Attributes", "tune", "catalog_attribute"),
        MenuItem("Goods", 17, "Prices", "price_change", "catalog_priceentry"),
        MenuItem("Goods", 27, "Translations", "translate", "catalog_producttranslation"),
        MenuItem("Goods", 28, "Translated categories", "language", "catalog_categorytranslation"),
        MenuItem("Goods", 19, "Price lists", "list_alt", "catalog_pricelist"),
        MenuItem("Goods", 22, "Search", "search", "catalog_search", seen_as="catalog_searchmiss"),
        MenuItem("Goods", 24, "Search misses", "search_off", "catalog_searchmiss"),
        MenuItem("Goods", 26, "Synonyms", "sync_alt", "catalog_synonyms"),
    )
    file_kinds = (
        FileKind(
            "products", "Products", Role.CATALOG, table="exchange.use_cases.products.PRODUCTS", listed="catalog_product"
        ),
        FileKind(
            "categories",
            "Categories",
            Role.CATALOG,
            table="exchange.use_cases.categories.CATEGORIES",
            listed="catalog_category",
        ),
    )
    files = (
        StoredFiles(
            "images",
            "catalog_productimage",
            select=_FILES,
        ),
    )
    rates = ("suggest",)
    purged = {"search_misses": "contexts.catalog.search.statements.forget_misses"}
    beat = (
        Beat("prices-switch", "catalog.switch_prices", every=timedelta(seconds=10)),
        Beat("prices-of-before", "catalog.begin_price_ledger", every=timedelta(days=1)),
        Beat("images-thumbnails", "catalog.make_thumbnails", every=timedelta(seconds=10)),
        Beat("images-clean", "catalog.clean_images", every=timedelta(hours=1)),
        Beat("search-of-before", "catalog.complete_search", every=timedelta(minutes=5)),
        Beat("search-engine", "catalog.tell_search_engine", every=timedelta(seconds=10)),
        Beat("search-words", "catalog.count_words", every=timedelta(days=1)),
    )
