from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "samsyn.insights"
    default_auto_field = "django.db.models.BigAutoField"
