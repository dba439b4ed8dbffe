"""Codes of regions."""

from __future__ import annotations

from registry.codes.code import Code


class RegionLevel(Code):
    """Level of an administrative region."""

    NATION = "nation", "国家", "nation"
    PROVINCE = "province", "省", "province"
    PREFECTURE = "prefecture", "市", "city"
    COUNTY = "county", "区县", "district or county"
