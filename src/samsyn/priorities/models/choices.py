"""What several nouns of priorities have in common."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """Ways to travel and to carry, as plans of infrastructure divide them."""

    RAIL = "rail", _("Railway")
    RAIL_FREIGHT = "rail_freight", _("Railway, freight")
    ROAD = "road", _("Road")
    SEA = "sea", _("Shipping")
    AIR = "air", _("Aviation")
    TRANSIT = "transit", _("Public transport")
    CYCLE = "cycle", _("Cycling")
    NODE = "node", _("Node")
    POLICY = "policy", _("Policy")


COUNTIES_LONGEST = 60
"""Room for the codes of twenty counties, with commas between."""
