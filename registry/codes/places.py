"""Codes of regions."""

from __future__ import annotations

from registry.codes.code import Code


class RegionLevel(Code):
    """
    Level of a region, the highest first.

    Nobody forms teams below the county; an estate is the ground one property manager looks after.
    """

    NATION = "nation", "国家", "nation"
    PROVINCE = "province", "省", "province"
    PREFECTURE = "prefecture", "市", "city"
    COUNTY = "county", "区县", "district or county"
    TOWN = "town", "镇街", "street or town"
    COMMUNITY = "community", "社区", "community"
    ESTATE = "estate", "物业区域", "managed estate"
