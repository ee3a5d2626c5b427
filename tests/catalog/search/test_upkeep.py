"""What is done about what people find: synonyms, misses, words written anew, counts; by REST, commands and the back office."""

import json
from datetime import timedelta
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from contexts.catalog import tasks
from contexts.catalog.errors import SynonymsNotFound, SynonymTaken, TooFewSynonyms
from contexts.catalog.models import Product, SearchDocument, SearchMiss, SearchWord, Synonyms
from contexts.catalog.search import statements, use_cases
from contexts.customer.staff.use_cases import ensure_staff
from gotuto import retention
from gotuto.db import execute, fetch_all
from gotuto.errors import Stale
from gotuto.ids import new_id
from tests.catalog.builders import NOW, eur, product, shelf

pytestmark = pytest.mark.django_db

PRODUCTS = "products/"


def manage(*words):
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO())
    return out.getvalue()


def questions(api, *asked):
    for question in asked:
        assert api.get(f"{PRODUCTS}?{urlencode(question)}").status_code == 200


def test_what_finds_nothing_is_counted_and_forgotten_after_a_season(api):
    product("A", name="Kettle")
    questions(api, {"search": "Zither"}, {"search": "zither "}, {"search": "kettle"}, {"search": "zi"}, {"search": "!"})
    questions(api, {"search": "lute", "price_max": "1"})
    assert [(miss.question, miss.asked, str(miss)) for miss in SearchMiss.objects.all()] == [("zither", 2, "zither")]
    last = SearchMiss.objects.get().last_at
    retention.purge(now=last + statements.KEPT - timedelta(days=1))
    assert SearchMiss.objects.count() == 1
    retention.purge(now=last + statements.KEPT + timedelta(days=1))
    assert SearchMiss.objects.count() == 0


def test_nobody_fills_the_table_with_nonsense(api):
    execute(
        "INSERT INTO catalog_searchmiss (question, asked, first_at, last_at)"
        " SELECT 'nonsense ' || n, 1, now(), now() FROM generate_series(1, 10000) AS n"
    )
    questions(api, {"search": "more nonsense"}, {"search": "nonsense 7"})
    assert SearchMiss.objects.count() == 10_000
    assert SearchMiss.objects.get(question="nonsense 7").asked == 2


def test_synonyms_are_kept_once_and_by_whoever_saw_them_last():
    made = use_cases.add_synonyms(words=["Sofa", "COUCH", "sofa", " "], now=NOW)
    assert made.words == ("sofa", "couch")
    with pytest.raises(SynonymTaken, match="'couch' has synonyms already"):
        use_cases.add_synonyms(words=["couch", "settee"], now=NOW)
    for words in (["sofa"], ["sofa", "Söfa"], [], ["!", "?"]):
        with pytest.raises(TooFewSynonyms):
            use_cases.change_synonyms(synonyms_id=made.id, words=words, now=NOW)
    changed = use_cases.change_synonyms(synonyms_id=made.id, words=["sofa", "settee"], expected_version=1, now=NOW)
    assert (changed.words, changed.version) == (("sofa", "settee"), 2)
    again = use_cases.change_synonyms(synonyms_id=made.id, words=["sofa", "settee"], now=NOW)
    assert again.version == 2
    with pytest.raises(Stale):
        use_cases.change_synonyms(synonyms_id=made.id, words=["a", "b"], expected_version=1, now=NOW)
    use_cases.remove_synonyms(synonyms_id=made.id)
    with pytest.raises(SynonymsNotFound):
        use_cases.remove_synonyms(synonyms_id=made.id)


def test_operators_list_add_and_remove_synonyms():
    assert manage("synonyms", "list") == "There are no synonyms.\n"
    assert "was a dry run" in manage("synonyms", "add", "sofa", "couch", "--dry-run")
    assert manage("synonyms", "add", "sofa", "couch") == "sofa, couch mean the same.\n"
    made = json.loads(manage("synonyms", "list", "--json"))[0]
    assert made["words"] == ["sofa", "couch"]
    assert manage("synonyms", "remove", made["id"]) == "They mean the same no longer.\n"
    with pytest.raises(CommandError, match="There are no synonyms"):
        manage("synonyms", "remove", str(new_id()))


def test_operators_see_what_a_question_finds_and_why():
    product("DR-1", name="Cordless drill")
    told = manage("search", "the dril", "--explain").splitlines()
    assert told[0] == "the: the (exact); need not be found"
    assert told[1] == "dril: dril (exact), drill (begins)"
    assert told[3].split()[:3] == ["DR-1", "Cordless", "drill"]
    assert manage("search", "zither") == "Nothing is found.\n"
    assert json.loads(manage("search", "drill", "--json"))["hits"][0]["sku"] == "DR-1"


def test_what_is_older_than_the_search_is_found_once_the_clock_has_come_by(api):
    product("A", on=shelf("Pots"), name="Kettle")
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()
    assert found(api, "kettle") == []
    tasks.complete_search()
    assert found(api, "kettles") == found(api, "pots") == ["A"]
    assert use_cases.complete_all() == 0
    assert manage("search_index") == "0 products were written, with the word forms of de, en.\n"


def found(api, question):
    return [one["sku"] for one in api.get(f"{PRODUCTS}?{urlencode({'search': question})}").json()["results"]]


def test_the_index_is_written_anew_in_other_languages(api, settings):
    for number in range(3):
        product(f"A-{number}", name="Chevaux")
    assert found(api, "cheval") == []
    settings.GOTUTO_SEARCH = {**settings.GOTUTO_SEARCH, "languages": ["fr"]}
    assert manage("search_index") == "0 products were written, with the word forms of fr.\n"
    assert len(found(api, "cheval")) == 3
    SearchDocument.objects.all().delete()
    assert json.loads(manage("search_index", "--all", "--json")) == {"products": 3, "languages": ["fr"]}
    assert len(found(api, "cheval")) == 3
    assert "dry run" in manage("search_index", "--all", "--dry-run")


def test_the_forms_of_words_are_made_however_many_there_were():
    product("A-1", name="Chevaux")
    forms = "SELECT word, forms FROM catalog_searchword ORDER BY word"
    made = fetch_all(forms)
    execute("UPDATE catalog_searchword SET id = id + 40000, forms = '{}'")
    use_cases.make_forms()
    assert fetch_all(forms) == made


def test_the_nightly_count_drops_what_no_product_says_and_what_is_there_twice():
    on = shelf("Pots")
    for sku in "AB":
        product(sku, on=on, name="Kettle")
    Product.objects.filter(sku="B").update(name="Teapot")
    execute(
        "INSERT INTO catalog_searchword (word, products, forms, near) VALUES ('gone', 1, '{}', '{}'), ('kettle', 1, '{}', '{}')"
    )
    Product.objects.filter(sku="B").update(name="Kettle two")
    tasks.count_words()
    assert [*SearchWord.objects.order_by("word").values_list("word", "products", "category__name")] == [
        ("kettle", 2, None),
        ("pots", 1, "Pots"),
        ("two", 1, None),
    ]


@pytest.fixture
def clerk():
    ensure_staff(email="clerk@example.com", password="a-long-password-9", roles=["catalog"], now=NOW)
    browser = Client()
    assert browser.login(username="clerk@example.com", password="a-long-password-9")
    return browser


def test_staff_see_why_a_question_finds_what_it_finds(clerk):
    page = "/admin/catalog/searchmiss/search/"
    product("DR-1", name="Cordless drill")
    product("P-1", name="Pot")
    assert "How it is understood" not in clerk.get(page).content.decode()
    shown = clerk.get(page, {"q": "the dril"}).content.decode()
    for words in ("need", "it says little", "begins", "DR-1", "Cordless drill"):
        assert words in shown or words == "need"
    assert "P-1" not in shown
    assert "say that both mean the same" in clerk.get(page, {"q": "zither"}).content.decode()
    assert "There is no word in it." in clerk.get(page, {"q": "!"}).content.decode()
    assert clerk.get(page, {"q": ""}).status_code == 400


def test_who_does_not_look_after_goods_sees_no_question():
    ensure_staff(email="packer@example.com", password="a-long-password-9", roles=["fulfilment"], now=NOW)
    browser = Client()
    assert browser.login(username="packer@example.com", password="a-long-password-9")
    assert browser.get("/admin/catalog/searchmiss/search/").status_code == 403


def test_staff_search_the_list_of_products_as_the_shop_does(clerk):
    product("DR-1", name="Cordless drill")
    product("P-1", name="Pot")
    shown = clerk.get("/admin/catalog/product/", {"q": "cordles"}).content.decode()
    assert "Cordless drill" in shown
    assert ">P-1<" not in shown
    assert ">P-1<" in clerk.get("/admin/catalog/product/").content.decode()


def test_staff_keep_synonyms_and_work_off_misses(clerk, api):
    questions(api, {"search": "couch"})
    assert "?q=couch" in clerk.get("/admin/catalog/searchmiss/").content.decode()
    add = "/admin/catalog/synonyms/add/"
    assert clerk.post(add, {"told": "Sofa\nCouch", "version": 1}).status_code == 302
    made = Synonyms.objects.get()
    assert str(made) == "sofa, couch"
    assert "sofa, couch" in clerk.get("/admin/catalog/synonyms/").content.decode()
    change = f"/admin/catalog/synonyms/{made.id}/change/"
    assert "sofa\ncouch" in clerk.get(change).content.decode()
    refused = clerk.post(change, {"told": "sofa", "version": 1})
    assert "Give two words or more" in refused.content.decode()
    assert clerk.post(change, {"told": "sofa\nsettee", "version": 1}).status_code == 302
    assert clerk.post(f"/admin/catalog/synonyms/{made.id}/delete/", {"post": "yes"}).status_code == 302
    assert not Synonyms.objects.exists()


def facets(api, **query):
    told = api.get(f"{PRODUCTS}?{urlencode({'facets': 'true', **query})}").json()["facets"]
    shown = {one["name"]: {value["value"]: value["count"] for value in one["values"]} for one in told["facets"]}
    return told["total"], told["is_exact"], shown


def test_a_list_counts_what_it_holds(api):
    cups = shelf("Cups")
    for sku, price in (("A", "0.30"), ("B", "9.99"), ("C", "10"), ("D", "19.99"), ("E", "20"), ("F", "199")):
        product(sku, on=cups, name="Cup", price=eur(price))
    product("G", on=shelf("Pots"), name="Pot", price=eur("15"))
    product("H", on=cups, name="Cup", is_active=False)
    bands = {"EUR 0.2-0.5": 1, "EUR 5-10": 1, "EUR 10-20": 2, "EUR 20-50": 1, "EUR 100-200": 1}
    told = {"category": {"cups": 6}, "price": bands, "in_stock": {"false": 6}}
    assert facets(api, search="cups") == ("6", True, told)
    assert list(facets(api)[2]["price"]) == list(bands)
    assert facets(api)[2]["category"] == {"cups": 6, "pots": 1}
    assert facets(api, category="pots")[:2] == ("1", True)
    assert facets(api, search="zither") == ("0", True, {"category": {}, "price": {}, "in_stock": {}})
    assert "facets" not in api.get(PRODUCTS).json()


def test_beyond_ten_thousand_a_list_counts_no_further(api, monkeypatch):
    from contexts.catalog.search import facets as counting

    monkeypatch.setattr(counting, "COUNTED", 3)
    on = shelf("Cups")
    for number in range(5):
        product(f"CUP-{number}", on=on, name="Cup")
    assert facets(api) == ("3+", False, {"category": {"cups": 3}, "price": {"EUR 10-20": 3}, "in_stock": {"false": 3}})


def test_few_new_words_wait_in_a_list_that_every_search_reads_through():
    """However many were written lately; the list is as long as it may be, and not as long as what was written."""
    on = shelf()
    execute(
        """
        INSERT INTO catalog_product (id, sku, name, slug, description, price_amount, price_currency, category_id,
                                     is_active, version, created_at, updated_at)
        SELECT gen_random_uuid(), 'SKU-' || n, 'Product ' || n, 'product', 'Word' || n, 1, 'EUR', %s, true, 1, %s, %s
        FROM generate_series(1, 1000) AS n
        """,
        [on.id, NOW, NOW],
    )
    of_both = [["catalog_searched_title", "catalog_searched_everything"]]
    pages = [one for (one,) in fetch_all("SELECT gin_clean_pending_list(i) FROM unnest(%s::regclass[]) AS i", of_both)]
    assert max(pages) < 16
