"""Codes of double-random inspections 双随机: what is drawn, how, and how far a draw has come."""

from __future__ import annotations

from registry.codes.code import Code


class InspectionMethod(Code):
    """How a drawn object is to be inspected (a list in general use, assumed)."""

    ON_SITE = "on_site", "实地核查", "on site"
    DOCUMENTS = "documents", "书面检查", "by documents"
    ONLINE = "online", "网络监测", "online"
    ENTRUSTED = "entrusted", "委托专业机构", "by an entrusted body"


class Strata(Code):
    """By what a pool is parted before the draw; every part then gives at least one object."""

    NONE = "none", "不分层", "not parted"
    REGION = "region", "按区划", "by region"
    KIND = "kind", "按类别", "by category or kind"


class DrawState(Code):
    """How far a draw has come; each step can be taken once and none can be taken back."""

    DRAFT = "draft", "编制中", "draft"
    FROZEN = "frozen", "名单已冻结", "frozen"
    COMMITTED = "committed", "已承诺", "committed"
    DRAWN = "drawn", "已抽取", "drawn"
    PUBLISHED = "published", "已公示", "published"


class DrawPool(Code):
    """One of the two pools of a draw."""

    OBJECTS = "objects", "检查对象名录库", "objects"
    INSPECTORS = "inspectors", "执法检查人员名录库", "inspectors"


class ExclusionReason(Code):
    """Why an object or inspector of a frozen pool takes no part in the draw (list assumed)."""

    RECENTLY_INSPECTED = "recently_inspected", "近期已检查", "recently inspected"
    CONFLICT_OF_INTEREST = "conflict_of_interest", "利益冲突回避", "conflict of interest"
    UNAVAILABLE = "unavailable", "因故不能参加", "unavailable"
    UNDER_INVESTIGATION = "under_investigation", "已立案调查", "under investigation"
    CLOSED = "closed", "停用或停业", "closed"
    OTHER = "other", "其他", "other"


class RelationKind(Code):
    """What ties an inspector to an organization beside belonging to it (list assumed)."""

    EMPLOYMENT = "employment", "曾任职", "former employment"
    KINSHIP = "kinship", "亲属关系", "kinship"
    INTEREST = "interest", "经济利益", "financial interest"
    SERVICE = "service", "提供服务", "service rendered"
    OTHER = "other", "其他", "other"


class Undrawable(Code):
    """Why a drawn object could not be given its inspectors; published as such, never relaxed."""

    TOO_FEW_INSPECTORS = "too_few_inspectors", "可派检查人员不足", "too few inspectors without a conflict"
