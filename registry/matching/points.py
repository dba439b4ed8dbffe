"""What speaks for or against two records being one, in points of 100; every figure is assumed."""

from __future__ import annotations

from registry.codes import MatchKind, MatchReason

R = MatchReason
#: A pair is proposed to a person from this many points on.
PROPOSED_FROM = 60
#: Points for and against, out of 100.
POINTS: dict[MatchKind, dict[MatchReason, int]] = {
    MatchKind.PERSON: {
        R.SAME_PHONE: 45,
        R.NEAR_PHONE: 25,
        R.SAME_NAME: 30,
        R.SIMILAR_NAME: 15,
        R.OTHER_NAME: -30,
        R.SAME_BIRTH_YEAR: 15,
        R.NEAR_BIRTH_YEAR: 5,
        R.OTHER_BIRTH_YEAR: -30,
        R.SAME_SEX: 5,
        R.OTHER_SEX: -30,
        R.SAME_EMPLOYER: 15,
        R.SAME_REGION: 5,
    },
    MatchKind.ORGANIZATION: {
        R.SAME_NAME: 60,
        R.SAME_CORE_NAME: 45,
        R.SIMILAR_NAME: 30,
        R.NEAR_CREDIT_CODE: 45,
        R.SAME_REGION: 15,
        R.SAME_FIELD: 5,
        R.OTHER_KIND: -30,
    },
    MatchKind.EQUIPMENT: {R.SAME_SERIAL: 60, R.SAME_KIND: 25, R.OTHER_KIND: -25, R.SAME_OWNER: 15},
    MatchKind.RESOURCE: {
        R.SAME_NAME: 45,
        R.SAME_CORE_NAME: 30,
        R.SAME_PLACE: 25,
        R.OTHER_PLACE: -20,
        R.SAME_KIND: 10,
        R.OTHER_KIND: -50,
        R.SAME_OWNER: 10,
        R.SAME_REGION: 10,
    },
}
