from gotuto.modules import Grant, MenuItem, ModuleConfig, Names, Resource
from gotuto.roles import Role


class CatalogConfig(ModuleConfig):
    name = "contexts.catalog"
    label = "catalog"
    verbose_name = "Catalogue"

    grants = (
        Grant(
            Role.CATALOG,
            sees=("product", "variant", "category"),
            does="makes, changes and withdraws products and categories",
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
    )
