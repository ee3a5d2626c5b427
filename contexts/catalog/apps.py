from gotuto.modules import MenuItem, ModuleConfig, Names, Resource


class CatalogConfig(ModuleConfig):
    name = "contexts.catalog"
    label = "catalog"
    verbose_name = "Catalogue"

    resources = (Resource("products", named_by=("product_id",)), Resource("categories"))
    names = (Names("product", called="products.queries.names_of", found="products.queries.find_skus"),)
    menu = (
        MenuItem("Goods", 10, "Products", "sell", "catalog_product"),
        MenuItem("Goods", 20, "Categories", "account_tree", "catalog_category"),
    )
