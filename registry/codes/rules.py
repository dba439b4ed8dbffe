"""Codes of sources and confidentiality."""

from __future__ import annotations

from registry.codes.code import Code


class SourceMark(Code):
    """How far a rule's figure can be believed."""

    SOURCED = "S", "有据", "sourced"
    RECALLED = "R", "忆引", "recalled, not re-read"
    INFERRED = "I", "推断", "inferred"
    ASSUMED = "A", "假定", "assumed"


class DataClass(Code):
    """Confidentiality of a record; classified data may not be stored on this host."""

    PUBLIC = "public", "公开", "public"
    INTERNAL = "internal", "内部", "internal"
    SENSITIVE_PERSONAL = "sensitive_personal", "敏感个人信息", "sensitive personal data"


class RuleSubject(Code):
    """What a rule text is about."""

    TRAINING = "training", "训练考核", "training and examination"
    CENTERS = "centers", "动员中心", "mobilization centers"
    MOBILIZATION = "mobilization", "国防动员", "national defence mobilization"
    WORKS = "works", "人防工程", "civil-defence works"
    CERTIFICATES = "certificates", "平时使用证", "peacetime-use certificates"
    OTHER = "other", "其他", "other"
