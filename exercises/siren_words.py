"""The words of a plan of new sirens, in Chinese and in English."""

from __future__ import annotations

from types import MappingProxyType

from registry.codes import Code
from registry.intake.files import Language
from scheduling.words import Words

WORDS = MappingProxyType(
    {
        "title": Words("警报建设规划", "plan of new sirens"),
        "people": Words("人口覆盖", "people"),
        "area": Words("面积覆盖", "area"),
        "sites": Words("点位", "sites"),
        "cost": Words("费用", "cost"),
        "proven": Words("已证最优", "proven best"),
        "gap": Words("距最优不超过", "within"),
        "reached": Words("原已覆盖", "reached before"),
        "added": Words("新增覆盖", "reached by the plan"),
        "out": Words("未覆盖", "out of reach"),
        "standing": Words("现有警报", "standing"),
        "new": Words("新建（数字为建设次序）", "new, numbered in the order to build"),
        "moved": Words("更换或迁移", "replaced or moved"),
        "sheet_sites": Words("点位", "Sites"),
        "sheet_districts": Words("各区", "Districts"),
        "sheet_figures": Words("说明", "Figures"),
        "number": Words("建设次序", "Order"),
        "action": Words("措施", "Action"),
        "site": Words("点位编码", "Site"),
        "name": Words("名称", "Name"),
        "region": Words("地区编码", "Region"),
        "kind": Words("型式", "Kind"),
        "radius": Words("可听半径(米)", "Audible radius (m)"),
        "latitude": Words("纬度", "Latitude"),
        "longitude": Words("经度", "Longitude"),
        "replaces": Words("替换", "Replaces"),
        "added_people": Words("新增人口", "People added"),
        "added_area": Words("新增面积(km²)", "Area added (km²)"),
        "lost_people": Words("不建则失去的人口", "People lost without it"),
        "district": Words("地区", "Name"),
        "population": Words("人口", "People"),
        "people_before": Words("人口覆盖前(%)", "People before (%)"),
        "people_after": Words("人口覆盖后(%)", "People after (%)"),
        "area_km2": Words("面积(km²)", "Area (km²)"),
        "area_before": Words("面积覆盖前(%)", "Area before (%)"),
        "area_after": Words("面积覆盖后(%)", "Area after (%)"),
        "total": Words("合计", "Total"),
        "item": Words("项目", "Item"),
        "figure": Words("数值", "Value"),
        "aim": Words("目标", "Aim"),
        "resolution_m": Words("取样间距(米)", "Sampling (m)"),
        "value": Words("目标值", "Reached, in the aim's unit"),
        "bound": Words("上界", "Proven bound"),
        "gap_percent": Words("差距(%)", "Gap (%)"),
        "greedy": Words("贪心法", "Greedy choice"),
        "population_percent": Words("人口覆盖(%)", "People reached (%)"),
        "area_percent": Words("面积覆盖(%)", "Area reached (%)"),
        "yes": Words("是", "yes"),
        "no": Words("否", "no"),
    }
)


def say(name: str, language: Language) -> str:
    """Return a word of the plan in a language."""
    return WORDS[name].zh if language is Language.ZH else WORDS[name].en


def label(code: Code, language: Language) -> str:
    """Return the label of a coded value in a language."""
    return code.zh if language is Language.ZH else code.en
