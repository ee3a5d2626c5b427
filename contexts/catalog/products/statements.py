"""What is read of a product, in lists and in its detail."""

from django.conf import settings

from contexts.catalog.offers.statements import OF_PRODUCT, price_now
from contexts.catalog.products import dto
from gotuto.db import select_list

# Those without any, which are most, have nothing put together.
_PLACE = settings.GOTUTO_IMAGES["url"]
_IMAGES = f"CASE WHEN product.images = '[]' THEN '[]' ELSE catalog_images_told({{of}}, '{_PLACE}')::text END AS images"
_PRICE_NOW = price_now("product", OF_PRODUCT)

# Every product of the catalogue has a category; LEFT lets a list begin with the products, which its index has in order.
SOURCE = "catalog_product AS product LEFT JOIN catalog_category AS category ON category.id = product.category_id"

IN_CATALOGUE = "product.deleted_at IS NULL"
FOR_SALE = "product.is_active"


def _columns(images: str) -> str:
    but = {**_PRICE_NOW, "images": _IMAGES.format(of=images)}
    return select_list(dto.Product, "product", category="category", but=but)


COLUMNS = _columns("product.images")
# Lists show the first image only.
LISTED = _columns("jsonb_path_query_array(product.images, '$[0]')")
