"""Images in the back office: several at a time or none, seen on the page of their product."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contexts.catalog.images.models import ProductImage
from tests.catalog.builders import product
from tests.catalog.images.pictures import picture
from tests.catalog.prices.test_repricing import enter

pytestmark = pytest.mark.django_db
PAGE = "/admin/catalog/productimage/"


@pytest.fixture
def office(tmp_path, settings):
    where = {"BACKEND": "gotuto.stored_files.DurableStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "images": where}
    return enter("catalog")


def send(office, made, *contents, **more):
    files = [SimpleUploadedFile(f"{place}.jpg", content) for place, content in enumerate(contents)]
    return office.post(f"{PAGE}add/", {"product": str(made.id), "pictures": files, "alt": "A tin", **more})


def shown(office, path):
    return office.get(path).content.decode()


def test_several_are_sent_at_once_and_seen_on_the_page_of_the_product(office):
    tea = product()
    answer = send(office, tea, picture(), picture(colour=(0, 0, 255)))
    assert answer["Location"] == f"/admin/catalog/product/{tea.id}/change/"
    first, second = ProductImage.objects.order_by("position")
    page = shown(office, answer["Location"])
    assert f"{PAGE}{first.id}/change/" in page
    assert second.file in page
    assert first.file in shown(office, PAGE)


def test_of_several_none_is_kept_where_one_is_refused(office):
    page = send(office, product(), picture(), b"<svg/>").content.decode()
    assert "The file is no picture that is taken" in page
    assert not ProductImage.objects.exists()


def test_an_image_is_described_put_first_and_taken_away(office):
    tea = product()
    send(office, tea, picture(), picture(colour=(0, 0, 255)))
    last = ProductImage.objects.get(position=2)
    given = {"alt": "Blue", "sku": "", "position": "1", "version": str(last.version)}
    assert office.post(f"{PAGE}{last.id}/change/", given).status_code == 302
    assert list(ProductImage.objects.order_by("position").values_list("alt", flat=True)) == ["Blue", "A tin"]
    assert office.post(f"{PAGE}{last.id}/delete/", {"post": "yes"}).status_code == 302
    assert ProductImage.objects.get().position == 1


def test_the_page_for_a_new_one_begins_with_its_product(office):
    tea = product()
    assert f'value="{tea.id}" selected' in shown(office, f"{PAGE}add/?product={tea.id}")


def test_the_list_of_products_shows_the_first_image_and_its_file_no_column_for_it(office):
    tea = product()
    send(office, tea, picture(), picture(colour=(0, 0, 255)))
    first, second = ProductImage.objects.order_by("position")
    page = shown(office, "/admin/catalog/product/")
    assert first.file in page
    assert second.file not in page
    answer = office.get("/admin/catalog/product/", {"_file": "csv"})
    header = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[0]
    assert header.startswith("SKU,Name,")
