"""Django's settings of the search."""

from config.declared.search import word_languages
from config.environment import configuration

GOTUTO_CACHE_SECONDS = configuration["GOTUTO_CACHE_SECONDS"]
GOTUTO_LANGUAGES = configuration["GOTUTO_LANGUAGES"]
GOTUTO_SEARCH = {
    "engine": configuration["GOTUTO_SEARCH_ENGINE"],
    "url": configuration["GOTUTO_SEARCH_URL"],
    "languages": word_languages(configuration["GOTUTO_SEARCH_LANGUAGES"], configuration["GOTUTO_LANGUAGES"]),
}
