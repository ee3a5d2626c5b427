"""Settings of the images of products."""

from gotuto.configuration import Derived, Section, Setting, kinds

IMAGES = Section(
    "Images of products",
    (
        Setting(
            name="GOTUTO_IMAGES_DIR",
            kind=kinds.FOLDER,
            default=Derived(("GOTUTO_DATA_DIR",), lambda data: str(data / "images"), "`images` in `GOTUTO_DATA_DIR`"),
            meaning="Where images are kept as files; all processes of an instance share it, and backups need it.",
        ),
        Setting(
            name="GOTUTO_IMAGES_S3",
            kind=kinds.address("http", "https"),
            secret=True,
            meaning="A bucket in their place, of whatever speaks S3: `https://key:secret@host/bucket?region=eu-central-1`, what is "
            "special in a key written as in an address (%2F). Needs what `lock/s3.txt` has.",
        ),
        Setting(
            name="GOTUTO_IMAGES_URL",
            kind=kinds.matching(r"(https?:/)?(/[A-Za-z0-9._~:-]+)*/", "an address or a path that ends with a slash"),
            default="/images/",
            meaning="Where images are had: the webs hand them out below `/images/`; a network of caches that asks these, or a bucket that "
            "is open, has an address of its own.",
        ),
        Setting(
            name="GOTUTO_IMAGE_BYTES",
            kind=kinds.whole(1),
            default="10000000",
            unit="bytes",
            meaning="The largest image that is taken; `GOTUTO_WEB_UPLOAD_BYTES` bounds it too.",
        ),
        Setting(
            name="GOTUTO_IMAGE_PIXELS",
            kind=kinds.whole(1),
            default="25000000",
            meaning="The most pixels of an image that is taken. One of so many takes four bytes of memory for each while it is "
            "written anew.",
        ),
    ),
)
