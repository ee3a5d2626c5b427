"""The goods of the demo are seen: each has a drawing, also the second time that the shop is stocked."""

from datetime import UTC, datetime

import pytest

from config.demo_pictures import drawing
from config.demo_shop import GOODS, stock_the_shop
from contexts.catalog.images.domain import pictures
from contexts.catalog.images.models import ProductImage
from contexts.catalog.products.models import Product

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_every_good_of_the_demo_has_a_drawing_and_gets_no_second(tmp_path, settings):
    where = {"BACKEND": "gotuto.stored_files.DurableStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "images": where}
    stock_the_shop(now=NOW)
    shown = ProductImage.objects.count()
    assert set(Product.objects.exclude(images=[]).values_list("id", flat=True)) == set(
        Product.objects.values_list("id", flat=True)
    )
    apron = ProductImage.objects.filter(product__name="Linen apron")
    assert list(apron.values_list("sku", flat=True)) == ["APRON-M-NATURAL", "APRON-M-INDIGO"]
    stock_the_shop(now=NOW)
    assert ProductImage.objects.count() == shown


def test_no_two_goods_look_the_same():
    drawn = [drawing(good.sku) for good in GOODS]
    assert len(set(drawn)) == len(GOODS)
    assert all(pictures.read(one, most_bytes=100_000, most_pixels=1_000_000).suffix == "png" for one in drawn)
