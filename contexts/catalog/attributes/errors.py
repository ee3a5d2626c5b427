"""What the catalogue refuses about attributes and their values."""

from collections.abc import Mapping

from gotuto.errors import Conflict, Malformed, NotFound, Refused


class AttributeNotFound(NotFound):
    """The category declares no such attribute itself."""

    code = "catalog.attribute_not_found"
    text = "The category declares no attribute {wanted} itself. What it inherits is changed where it is declared."
    wanted: str


class AttributeInvalid(Refused):
    """Such an attribute cannot be declared."""

    code = "catalog.attribute_invalid"
    text = "{told}"
    said: str
    of: str = "code"

    @property
    def told(self) -> str:
        return self.said

    @property
    def faults(self) -> dict[str, list[str]]:
        return {self.of: [self.said]}


class TooManyAttributes(Refused):
    """A product has a limited number of attributes."""

    code = "catalog.too_many_attributes"
    text = "{count} attributes are too many for the products of one category; {most} at most."
    count: int
    most: int


class AttributeInUse(Conflict):
    """Products have values that would be wrong."""

    code = "catalog.attribute_in_use"
    text = "{attribute}: the values of {count} products would be wrong. Change those first."
    attribute: str
    count: int


class AttributesUnfit(Refused):
    """Values do not fit what the category of a product declares."""

    code = "catalog.attributes_unfit"
    text = "{told}"
    wrong: Mapping[str, str]

    @property
    def told(self) -> str:
        return " ".join(f"{code}: {said}" for code, said in self.wrong.items())

    @property
    def faults(self) -> dict[str, list[str]]:
        return {f"attributes.{code}": [said] for code, said in self.wrong.items()}


class AttributeFilterUnknown(Malformed):
    """Nothing can be filtered like this."""

    text = "{told}"
    parameter: str
    said: str

    @property
    def told(self) -> str:
        return f"{self.parameter}: {self.said}"

    @property
    def faults(self) -> dict[str, list[str]]:
        return {self.parameter: [self.said]}
