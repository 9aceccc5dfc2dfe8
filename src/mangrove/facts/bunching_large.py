"""R&D ratios of large firms cluster at the threshold of accreditation."""

from mangrove.facts.bunching_small import bunching_fact
from mangrove.thresholds import LARGE_FIRMS

FACT = bunching_fact("large", LARGE_FIRMS, "over 200 million yuan")
