"""The city's page of 9 August 2018, which says of some programmes that they ran, without their numbers."""

from typing import Final

from mangrove.dated import Evidence, Source

PAGE: Final = Source(
    "Innovation-driven Development", Evidence.PUBLISHED, "Shenzhen Government Online, page of 9 August 2018",
    issued_on="2018-08-09", note="names the programme and its founding; prints no rule and no amount",
)  # fmt: skip
