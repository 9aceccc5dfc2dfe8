"""The audit: every figure of a page, the claim it makes, the evidence on record, and a verdict."""

from mangrove.audit.audit import Audit, Ruled, audit_page
from mangrove.audit.claims import ClaimsFile
from mangrove.audit.page import read_page
from mangrove.audit.read import read_claims, region_claims
from mangrove.audit.show import show, table, to_json
from mangrove.audit.verdict import Verdict

__all__ = [
    "Audit",
    "ClaimsFile",
    "Ruled",
    "Verdict",
    "audit_page",
    "read_claims",
    "read_page",
    "region_claims",
    "show",
    "table",
    "to_json",
]
