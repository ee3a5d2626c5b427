from django.apps import AppConfig


class GoTutoConfig(AppConfig):
    name = "config"
    label = "config"
    verbose_name = "GoTuto"
