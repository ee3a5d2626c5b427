"""Django's settings of images: their limits, and the storage that keeps them."""

from urllib.parse import parse_qs, unquote, urlsplit

from config.environment import configuration

GOTUTO_IMAGES = {
    "url": configuration["GOTUTO_IMAGES_URL"],
    "bytes": configuration["GOTUTO_IMAGE_BYTES"],
    "pixels": configuration["GOTUTO_IMAGE_PIXELS"],
}


def _of_files() -> dict[str, object]:
    return {
        "BACKEND": "gotuto.stored_files.DurableStorage",
        "OPTIONS": {"location": str(configuration["GOTUTO_IMAGES_DIR"])},
    }


def _of_bucket(address: str) -> dict[str, object]:
    parts = urlsplit(address)
    port = f":{parts.port}" if parts.port else ""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "bucket_name": parts.path.strip("/"),
            "endpoint_url": f"{parts.scheme}://{parts.hostname}{port}",
            "region_name": parse_qs(parts.query).get("region", ["us-east-1"])[0],
            "addressing_style": "path",
            "querystring_auth": False,
            # Named by what is in it: whoever writes it once more writes the same.
            "file_overwrite": True,
            "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
        },
    }


GOTUTO_IMAGES_STORAGE = (
    _of_bucket(configuration["GOTUTO_IMAGES_S3"]) if configuration["GOTUTO_IMAGES_S3"] else _of_files()
)
