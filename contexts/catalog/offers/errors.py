"""What the catalogue refuses about what is sold: SKUs, prices, GTINs, options."""

from gotuto.errors import Conflict, Malformed, NotFound, Refused
from gotuto.ids import Sku
from gotuto.money import Money


class SkuTaken(Conflict):
    """Another product has this SKU, or had it before it was deleted."""

    code = "catalog.sku_taken"
    field = "sku"
    text = "{sku} already names a product, perhaps one that was deleted: a SKU is never used again."
    sku: Sku


class InvalidSku(Malformed):
    """The text cannot be a SKU."""

    field = "sku"
    text = "{given!r} is not a SKU: 1 to 64 letters, digits, dots, dashes or underscores, and no dot at the beginning."
    given: str


class PriceNotPositive(Refused):
    """A price must be more than nothing."""

    code = "catalog.price_not_positive"
    field = "price"
    text = "A price must be greater than zero, not {price}."
    price: Money


class InvalidGtin(Refused):
    """The text cannot be the number below a bar code."""

    code = "catalog.gtin_invalid"
    field = "gtin"
    text = "{given!r} is not a GTIN: 8, 12, 13 or 14 digits, the last of which proves the others. Scan it again."
    given: str


class GtinTaken(Conflict):
    """Other goods have this GTIN."""

    code = "catalog.gtin_taken"
    field = "gtin"
    text = "{gtin} is the GTIN of {sku} already. One number means the same goods everywhere."
    gtin: str
    sku: Sku


class OptionsInvalid(Refused):
    """The options cannot be told apart, or there are too many."""

    code = "catalog.options_invalid"
    field = "options"
    text = "{said}"
    said: str


class OptionsMissing(Conflict):
    """Variants differ by what a buyer chooses."""

    code = "catalog.options_missing"
    field = "options"
    text = "{sku} needs an option, such as a size, by which its variants differ. Set its options first."
    sku: Sku


class OptionsNotChosen(Refused):
    """A variant must say what it is of each option."""

    code = "catalog.options_not_chosen"
    field = "options"
    text = "{sku}: {said}."
    sku: Sku
    said: str


class VariantExists(Conflict):
    """Another variant has the same values."""

    code = "catalog.variant_exists"
    field = "options"
    text = "{sku} is {options} already. Change that one, or choose other values."
    sku: Sku
    options: str


class VariantsMissing(Refused):
    """Options without variants leave nothing to buy."""

    code = "catalog.variants_missing"
    field = "variants"
    text = "A product with options needs a variant, each with its own sku and price; one without options has none."


class TooManyVariants(Refused):
    """A product has a limited number of variants."""

    code = "catalog.too_many_variants"
    field = "variants"
    text = "{count} variants are too many for one product; {most} at most."
    count: int
    most: int


class VariantNotFound(NotFound):
    """The product has no such variant."""

    code = "catalog.variant_not_found"
    text = "{product} has no variant {sku}."
    product: Sku
    sku: Sku


class VariantNameTooLong(Refused):
    """Name and options together are what stands on an invoice."""

    code = "catalog.variant_name_too_long"
    field = "name"
    text = "With its options the name of {sku} has {letters} letters; {most} at most. Shorten the name or a value."
    sku: Sku
    letters: int
    most: int


class LastVariant(Conflict):
    """Something must be left to buy."""

    code = "catalog.last_variant"
    text = "{sku} is the last variant. Delete the product, or take it off sale."
    sku: Sku


class CurrenciesDiffer(Refused):
    """All variants of a product cost in one currency."""

    code = "catalog.currencies_differ"
    field = "price"
    text = "{sku} costs in {currency}, and the other variants in {others}."
    sku: Sku
    currency: str
    others: str
