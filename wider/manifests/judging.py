"""A program for an environment of its own: which of the documents on standard input are none of their kind.

In comes a list of documents, each with the schema of a custom resource or none; out goes a list of faults, none for what is well.
"""

import json
import sys
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import kubernetes_validate  # type: ignore[import-not-found]

VERSION = "1.31"


def fault(document: dict[str, Any], schema: dict[str, Any] | None) -> str:
    try:
        if schema is None:
            kubernetes_validate.validate(document, VERSION, strict=True)
        else:
            jsonschema.Draft7Validator(schema).validate(document)
    except (jsonschema.ValidationError, kubernetes_validate.ValidationError) as error:
        where = ".".join(map(str, getattr(error, "path", ())))
        return f"{where}: {error.message}"
    except kubernetes_validate.SchemaNotFoundError:
        return "nobody knows this kind"
    return ""


if __name__ == "__main__":
    json.dump([fault(*one) for one in json.load(sys.stdin)], sys.stdout)
