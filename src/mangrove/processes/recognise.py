"""Recognise: a talent programme's certificate gives a person a status, which they keep while they live in the region.

What the programme puts on the certificate is the status, by its place in the register's list.
"""

from mangrove.pay import Payments
from mangrove.programme import Channel
from mangrove.registers.people import People


def recognise(people: People, payments: Payments) -> People:
    """People with the statuses that the year's certificates give.

    Args:
        people: The register in the order in which payments were made.
        payments: What programmes put on channels; certificates of people are spent here.
    """
    granted = payments.on("people", Channel.CERTIFICATE)
    if not any(len(payment.rows) for payment in granted):
        return people
    status = people.status.copy()
    for payment in granted:
        status[payment.rows] = payment.amount.astype(status.dtype)
    return people.but(status=status)
