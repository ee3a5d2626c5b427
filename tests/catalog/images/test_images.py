"""Images of products: sent, described, put in order, taken away; their files come and go with them."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contexts.catalog.images.models import ImageFile, ProductImage
from contexts.catalog.images.use_cases import add_image, clean_files, delete_image, make_thumbnails, update_image
from contexts.catalog.products.dto import ProductFilter
from contexts.catalog.products.queries import list_products
from contexts.catalog.products.reading import get_product
from contexts.catalog.products.use_cases.changing import update_product
from gotuto.db import fetch_all
from gotuto.paging import PageRequest
from gotuto.stored_files import fault_of
from tests.catalog.builders import NOW, product, told
from tests.catalog.images import pictures
from tests.catalog.images.pictures import opened, picture
from tests.catalog.variants.shirts import shirt

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
RED, BLUE = picture(), picture(colour=(0, 0, 255))


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    """Where files are, of this test alone."""
    where = {"BACKEND": "gotuto.stored_files.DurableStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "images": where}
    return tmp_path


def files(folder):
    return sorted(one.name.rpartition(".")[0][-4:] for one in folder.glob("??/*"))


def add(made, content=RED, **more):
    return add_image(product_id=made.id, content=content, now=NOW, **more)


def seen(made):
    return get_product(product_id=made.id, for_sale_only=False)


def listed():
    return list_products(filters=ProductFilter(), for_sale_only=False, page=PageRequest(size=9)).items


def test_an_image_stands_on_its_product_and_is_told(django_assert_num_queries):
    tea = product()
    made = add(tea, alt="A tin")
    with django_assert_num_queries(1):
        [shown] = seen(tea).images
    assert (shown.url, shown.alt, shown.width, shown.height, shown.thumbnails) == (made.url, "A tin", 600, 400, ())
    assert told()[-1][1]["changed"] == ["images"]
    assert opened(Client().get(made.url).getvalue()).size == (600, 400)
    assert update_product(product_id=tea.id, name="Tea", now=NOW).images == seen(tea).images


def test_lists_show_the_first_only_and_cost_one_statement(django_assert_num_queries):
    tea = product()
    for content in (RED, BLUE):
        add(tea, content)
    with django_assert_num_queries(1):
        [row] = listed()
    assert row.images == seen(tea).images[:1]
    assert product("CUP-1").images == ()


def test_images_stand_in_the_order_that_somebody_says():
    tea = product()
    red, blue = add(tea, alt="red"), add(tea, BLUE, alt="blue")
    add(tea, picture("PNG"), alt="first", position=1)
    assert [one.alt for one in seen(tea).images] == ["first", "red", "blue"]
    update_image(product_id=tea.id, image_id=blue.id, position=1, now=NOW)
    assert [one.alt for one in seen(tea).images] == ["blue", "first", "red"]
    delete_image(product_id=tea.id, image_id=blue.id, now=NOW)
    assert [one.alt for one in seen(tea).images] == ["first", "red"]
    assert list(ProductImage.objects.values_list("position", flat=True)) == [1, 2]
    assert update_image(product_id=tea.id, image_id=red.id, alt="red", now=NOW).version == 1


def test_an_image_may_show_a_variant():
    worn = shirt()
    made = add(worn, sku="shirt-m-red")
    assert seen(worn).images[0].sku == "SHIRT-M-RED"
    assert update_image(product_id=worn.id, image_id=made.id, sku="", now=NOW).sku is None


def test_the_worker_makes_smaller_copies(folder):
    tea = product()
    made = add(tea)
    assert make_thumbnails(now=NOW) == 1
    small = seen(tea).images[0].thumbnails
    assert [(one.width, one.height) for one in small] == [(160, 107), (480, 320)]
    answer = Client().get(small[0].url)
    assert (answer["Content-Type"], opened(answer.getvalue()).format) == ("image/webp", "WEBP")
    assert "immutable" in answer["Cache-Control"]
    assert len(files(folder)) == 3
    assert make_thumbnails(now=NOW) == 0
    assert ProductImage.objects.get(id=made.id).to_dto().thumbnails == small


def test_an_image_that_cannot_be_made_smaller_is_shown_as_it_is_and_keeps_none_of_the_others(folder):
    tea = product()
    broken, whole = add(tea), add(tea, BLUE)
    (folder / broken.url.removeprefix("/images/")).write_bytes(b"broken")
    assert make_thumbnails(now=NOW) == 1
    assert ProductImage.objects.get(id=broken.id).thumbnails is None
    assert ProductImage.objects.get(id=whole.id).thumbnails


def test_files_that_nobody_names_are_deleted_and_those_that_another_image_has_are_not(folder):
    tea, cup = product(), product("CUP-1")
    red, again = add(tea), add(cup)
    blue = add(tea, BLUE)
    make_thumbnails(now=NOW)
    assert len(files(folder)) == 6
    for image in (red, blue):
        delete_image(product_id=tea.id, image_id=image.id, now=NOW)
    assert clean_files(now=NOW + DAY) == 3
    assert len(files(folder)) == 3
    assert Client().get(again.url).status_code == 200
    assert Client().get(blue.url).status_code == 404
    assert not ImageFile.objects.exists()


def test_a_file_whose_image_never_came_is_deleted_a_day_later(folder):
    tea = product()
    with pytest.raises(Exception, match="is not a variant"):
        add(tea, sku="OTHER")
    storages["images"].save(ImageFile.objects.order_by("file").last().file, SimpleUploadedFile("a", RED))
    assert clean_files(now=NOW) == 0
    assert clean_files(now=NOW + DAY) == 1


def test_over_http_an_image_is_sent_changed_and_taken_away(staff_api, api, folder):
    keeper, tea = staff_api("catalog"), product()
    at = f"products/{tea.id}/images/"
    key = {"Idempotency-Key": "k-1"}
    made = keeper.form(at, {"file": SimpleUploadedFile("tin.svg", RED), "alt": "A tin"}, **key)
    assert (made.status_code, made.json()["position"]) == (201, 1)
    assert (
        keeper.form(at, {"file": SimpleUploadedFile("x", RED), "alt": "A tin"}, **key).json()["id"] == made.json()["id"]
    )
    one = f"{at}{made.json()['id']}/"
    assert keeper.patch(one, {"alt": "Tins"}).json()["alt"] == "Tins"
    assert keeper.patch(one, {"sku": "OTHER"}).json()["errors"]["sku"]
    assert api.get(f"products/{tea.id}/").json()["images"][0]["alt"] == "Tins"
    refused = keeper.form(at, {"file": SimpleUploadedFile("a.jpg", b"<svg/>")})
    assert (refused.status_code, refused.json()["code"]) == (422, "catalog.no_image")
    refused = keeper.form(at, {"file": SimpleUploadedFile("a.png", pictures.bomb())})
    assert refused.json()["code"] == "catalog.image_too_large"
    tried = keeper.form(at, {"file": SimpleUploadedFile("b.jpg", BLUE)}, Prefer="dry-run")
    assert (tried.status_code, ProductImage.objects.count(), len(files(folder))) == (201, 1, 1)
    assert api.post(at, {}).status_code == 401
    assert keeper.delete(one).status_code == 204
    assert keeper.delete(one).json()["code"] == "catalog.image_not_found"
    assert api.get(f"products/{tea.id}/").json()["images"] == []


@pytest.mark.parametrize("file", ["../../etc/passwd", "aa/x.jpg", "aa/" + "a" * 64 + ".svg", "aa/" + "a" * 64 + ".jpg"])
def test_nothing_but_images_is_handed_out(file):
    assert Client().get(f"/images/{file}").status_code == 404


def test_a_product_has_only_so_many(monkeypatch):
    monkeypatch.setattr("contexts.catalog.images.use_cases.MOST_IMAGES", 1)
    tea = product()
    add(tea)
    with pytest.raises(Exception, match="has 1 images, and no more"):
        add(tea, BLUE)


def test_a_backup_carries_images_with_their_smaller_copies():
    tea = product()
    add(tea)
    make_thumbnails(now=NOW)
    [named] = [one for one in apps.get_app_config("catalog").files if one.storage == "images"]
    found = fetch_all(named.select)
    assert len(found) == 3
    assert [fault_of(storages["images"], file, sha256=sha256) for file, sha256 in found] == ["", "", ""]
