"""R&D ratios of medium firms cluster at the threshold of accreditation."""

from mangrove.facts.bunching_small import bunching_fact
from mangrove.thresholds import MEDIUM_FIRMS

FACT = bunching_fact("medium", MEDIUM_FIRMS, "from 50 to 200 million yuan")
