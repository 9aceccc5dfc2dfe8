"""The record: published figures as data with a history, and the arithmetic that holds them to each other."""

from mangrove.record.describe import describe
from mangrove.record.parts import Identity, Problem, Series
from mangrove.record.read import read_record, region_record
from mangrove.record.record import Record

__all__ = ["Identity", "Problem", "Record", "Series", "describe", "read_record", "region_record"]
