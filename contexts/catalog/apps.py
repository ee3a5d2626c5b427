from datetime import timedelta

from gotuto.modules import Beat, Grant, MenuItem, ModuleConfig, Names, Resource
from gotuto.roles import Role


class CatalogConfig(ModuleConfig):
    name = "contexts.catalog"
    label = "catalog"
    verbose_name = "Catalogue"

    grants = (
        Grant(
            Role.CATALOG,
            sees=("product", "variant", "category", "synonyms", "searchmiss"),
            does="makes, changes and withdraws products and categories, and says which words mean the same",
        ),
        Grant(Role.STOCK, sees=("product", "variant", "category")),
        Grant(Role.SUPPORT, sees=("product", "variant", "category")),
        Grant(Role.BILLING, sees=("product", "variant")),
        Grant(Role.FULFILMENT, sees=("product", "variant")),
    )

    resources = (Resource("products", named_by=("product_id",)), Resource("categories"))
    names = (Names("product", called="products.queries.names_of", found="products.queries.find_skus"),)
    menu = (
        MenuItem("Goods", 10, "Products", "sell", "catalog_product"),
        MenuItem("Goods", 15, "Variants", "style", "catalog_variant"),
        MenuItem("Goods", 20, "Categories", "account_tree", "catalog_category"),
        MenuItem("Goods", 22, "Search", "search", "catalog_search", seen_as="catalog_searchmiss"),
        MenuItem("Goods", 24, "Search misses", "search_off", "catalog_searchmiss"),
        MenuItem("Goods", 26, "Synonyms", "sync_alt", "catalog_synonyms"),
    )
    rates = ("suggest",)
    purged = {"search_misses": "contexts.catalog.search.statements.forget_misses"}
    beat = (
        Beat("search-of-before", "catalog.complete_search", every=timedelta(minutes=5)),
        Beat("search-engine", "catalog.tell_search_engine", every=timedelta(seconds=10)),
        Beat("search-words", "catalog.count_words", every=timedelta(days=1)),
    )
