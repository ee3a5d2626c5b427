"""The tables of a search: what is said of each product, every word that is known, words that mean the same, and what nobody found.

Triggers of the catalogue keep documents and words, in the transaction of whoever writes a product.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Reverse
from django.db.models.lookups import LessThan

from contexts.catalog.search.domain import QUESTION_LENGTH, WORD_LENGTH
from contexts.catalog.search.dto import SynonymSet
from gotuto.ids import new_id


class SearchLanguage(models.Model):
    """A language whose word forms are known; `search_index` takes those of the settings."""

    code = models.CharField(max_length=2, primary_key=True)


# One product of sixteen, by chance: the last byte of an id is random.
SAMPLED = "get_byte(uuid_send(document.product_id), 15) < 16"
_SAMPLED = Q(
    LessThan(
        Func(
            Func("product_id", function="uuid_send", output_field=models.BinaryField()),
            Value(15),
            function="get_byte",
            output_field=models.IntegerField(),
        ),
        16,
    )
)


class SearchDocument(models.Model):
    """What is said of a product: SKU, name and keywords in its title; with category and description in everything.

    An index of words holds a list of all products for each, which is read from end to end; what a sixteenth of them finds of common
    words is enough.
    """

    product = models.OneToOneField("catalog.Product", on_delete=models.CASCADE, primary_key=True, related_name="+")
    title = SearchVectorField()
    everything = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["title"], name="catalog_searched_title"),
            GinIndex(fields=["everything"], name="catalog_searched_everything"),
            GinIndex(fields=["title"], condition=_SAMPLED, name="catalog_sampled_title"),
            GinIndex(fields=["everything"], condition=_SAMPLED, name="catalog_sampled_everything"),
        ]


class SearchWord(models.Model):
    """A word of products, or of the name of a category, with its stems and what is left of it without a letter or two."""

    id = models.BigAutoField(primary_key=True)
    word = models.CharField(max_length=WORD_LENGTH, db_collation="C")
    products = models.IntegerField(default=1, db_default=1)
    forms = ArrayField(models.TextField())
    near = ArrayField(models.TextField())
    category = models.ForeignKey("catalog.Category", on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["word"], name="catalog_searchword_word"),
            models.Index(Reverse("word"), name="catalog_searchword_end"),
            GinIndex(fields=["forms"], name="catalog_searchword_forms"),
            GinIndex(fields=["near"], name="catalog_searchword_near"),
        ]


class SearchFeed(models.Model):
    """Another engine that must be told of every change; with none, nobody keeps what has changed."""

    engine = models.CharField(max_length=20, primary_key=True)


class SearchChange(models.Model):
    """A product of which another engine must be told."""

    product = models.OneToOneField("catalog.Product", on_delete=models.CASCADE, primary_key=True, related_name="+")
    change = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["change"], name="catalog_searchchange_oldest")]


class Synonyms(models.Model):
    """Words that mean the same: who looks for one finds the others too."""

    id = models.UUIDField(primary_key=True, default=new_id)
    words = ArrayField(models.CharField(max_length=WORD_LENGTH))
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "synonyms"
        indexes = [GinIndex(fields=["words"], name="catalog_synonyms_words")]

    def __str__(self) -> str:
        return ", ".join(self.words)

    def to_dto(self) -> SynonymSet:
        return SynonymSet(id=self.id, words=tuple(self.words), version=self.version)


class SearchMiss(models.Model):
    """A question that found nothing, and how often it was asked."""

    question = models.CharField(max_length=QUESTION_LENGTH, primary_key=True)
    asked = models.IntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "search misses"
        indexes = [
            models.Index(fields=["asked", "question"], name="catalog_searchmiss_asked"),
            models.Index(fields=["last_at"], name="catalog_searchmiss_last"),
        ]

    def __str__(self) -> str:
        return self.question
