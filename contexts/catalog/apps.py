from gotuto.modules import Grant, MenuItem, ModuleConfig, Names, Resource
from gotuto.roles import Role


class CatalogConfig(ModuleConfig):
    name = "contexts.catalog"
    label = "catalog"
    verbose_name = "Catalogue"

    grants = (
        Grant(Role.CATALOG, sees=("product", "category"), does="makes, changes and withdraws products and categories"),
        Grant(Role.STOCK, sees=("product", "category")),
        Grant(Role.SUPPORT, sees=("product", "category")),
        Grant(Role.BILLING, sees=("product",)),
        Grant(Role.FULFILMENT, sees=("product",)),
    )

    resources = (Resource("products", named_by=("product_id",)), Resource("categories"))
    names = (Names("product", called="products.queries.names_of", found="products.queries.find_skus"),)
    menu = (
        MenuItem("Goods", 10, "Products", "sell", "catalog_product"),
        MenuItem("Goods", 20, "Categories", "account_tree", "catalog_category"),
    )
