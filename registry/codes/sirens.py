"""Codes of civil-defence sirens: kinds, control paths, states, signals and the occasions of a test."""

from __future__ import annotations

from registry.codes.code import Code


class SirenKind(Code):
    """How a siren makes its sound (kinds as offices list them; the list itself is assumed)."""

    ELECTRIC = "electric", "电动警报器", "electric siren"
    ELECTRO_ACOUSTIC = "electro_acoustic", "电声警报器", "electro-acoustic siren"
    MOBILE = "mobile", "机动警报器", "mobile siren"
    HAND = "hand", "手摇警报器", "hand-cranked siren"
    PUBLIC_ADDRESS = "public_address", "应急广播", "public-address loudspeaker"


class ControlPath(Code):
    """By which path a siren is set off."""

    WIRED = "wired", "有线控制", "wired"
    RADIO = "radio", "无线控制", "radio"
    SATELLITE = "satellite", "卫星控制", "satellite"
    CELLULAR = "cellular", "移动网控制", "cellular"
    LOCAL = "local", "就地手动", "local, by hand"


class SirenState(Code):
    """Where a siren is in its life (assumed)."""

    PLANNED = "planned", "规划", "planned"
    INSTALLED = "installed", "已安装", "installed"
    IN_SERVICE = "in_service", "在用", "in service"
    FAULTY = "faulty", "故障", "faulty"
    OUT_OF_SERVICE = "out_of_service", "停用", "out of service"
    REMOVED = "removed", "拆除", "removed"


class SirenSignal(Code):
    """One of the three air-raid signals (sounded in turn on the provincial trial day)."""

    PREPARATORY = "preparatory", "预先警报", "preparatory signal"
    ATTACK = "attack", "空袭警报", "air-raid signal"
    ALL_CLEAR = "all_clear", "解除警报", "all-clear signal"


class SoundingOccasion(Code):
    """Why a siren was sounded."""

    TRIAL = "trial", "统一试鸣", "yearly trial"
    CHECK = "check", "检查测试", "check"


class SitingAim(Code):
    """What new sirens are to reach most of."""

    POPULATION = "population", "人口", "people"
    AREA = "area", "面积", "area"
    BOTH = "both", "人口和面积各半", "people and area, half and half"


class SitingAction(Code):
    """What a plan of new sirens does at a site."""

    NEW = "new", "新建", "new siren"
    UPGRADE = "upgrade", "更换", "replace the siren that stands"
    MOVE = "move", "迁移", "move a siren here"
