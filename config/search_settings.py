"""Django's settings of the search."""

from config.environment import configuration

GOTUTO_SEARCH = {
    "engine": configuration["GOTUTO_SEARCH_ENGINE"],
    "url": configuration["GOTUTO_SEARCH_URL"],
    "languages": configuration["GOTUTO_SEARCH_LANGUAGES"],
}
