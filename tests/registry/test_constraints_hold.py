"""Every named check constraint refuses a row that breaks it and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tortoise import fields
from tortoise.context import TortoiseContext
from tortoise.exceptions import IntegrityError
from tortoise.models import Model

from tests.conftest import APPS

pytestmark = pytest.mark.anyio

SCHEMA: dict[str, Any] = json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))
AN_ID = "00000000-0000-4000-8000-00000000000a"
OTHER_ID = "00000000-0000-4000-8000-00000000000b"

_LETTERS = {"areas": "12-4", "ages": "ABCD", "rule_version": "0" * 64, "input_hash": "0" * 64}
#: What a valid row of a table needs beyond the plainest value of each column's type.
VALID: dict[str, dict[str, Any]] = {
    "organization": {"credit_code": "9" * 18},
    "ledger_entry": {"hash": "0" * 64, "previous_hash": "0" * 64},
    "ledger_seal": {"hash": "0" * 64, "previous_hash": "0" * 64, "root": "0" * 64},
    "access_token": {"digest": "0" * 64, "purpose": "api"},
    "person": {"birth_year": 1990},
    "unavailability": {"person_id": None, "resource_id": None},
    "facility_resource": {"team_id": None},
    "match_pair": {"second_id": OTHER_ID},
    "same_as": {"second_id": OTHER_ID},
    "consistency_issue": {
        "closed_on": None,
        "accepted_until": None,
        "accepted_reason": None,
        "accepted_by_id": None,
    },
    "syllabus_rule": {"per_period": "year"},
    "training_plan": {"year": 2026, "approved_by_id": OTHER_ID},
    "plan_run": {"year": 2026},
    "work": {"built_year": 1990},
    "use_certificate": {
        "contract_until": "2027-01-01",
        "number": None,
        "issued_on": None,
        "expires_on": None,
        "revoked_on": None,
    },
    "certificate_change": {"accepted": None, "decided_on": None, "entered_on": None},
    "link_test": {"to_region_id": OTHER_ID},
    "center_review": {"last_day": None, "due_on": None},
    "evidence_file": {"sha256": "0" * 64},
    "import_batch": {"file_hash": "0" * 64, "rows": 5},
    "export_log": {"sha256": "0" * 64, "language": "zh"},
    "employer_notice": {"sent_on": "2025-12-01"},
    "readiness_override": {"from_level": 2, "to_level": 3},
    "inspector": {"person_id": None},
    "inspection_plan": {
        "state": "published",
        "objects_wanted": None,
        "inspectors_per_object": 2,
        "public_value_on": "2026-02-01",
        "reveal_by": "2026-03-01",
        "revealed_on": "2026-02-01",
    },
    "finding": {"verified_by_id": OTHER_ID, "due_on": "2027-01-01", "withdrawn_on": None},
    "finding_extension": {"accepted": None, "decided_on": None, "decided_by_id": None},
    "hazard": {
        "due_on": "2027-01-01",
        "arose_on": None,
        "disposed_on": None,
        "closed_on": None,
        "closed_by_id": OTHER_ID,
    },
    "inspection_check": {"corrects_id": None, "held_on": None, "result": None, "published_on": None},
    "team_readiness": _LETTERS,
    "readiness_snapshot": _LETTERS,
    "readiness_rollup": {"teams": 6},
    "reorganization": {"year": 2026, "closed_on": None},
    "reorganization_move": {"kind": "leave", "person_id": None},
    "equipment_inspection": {"next_due_on": "2027-01-01"},
}

#: What breaks each check that is neither an enumeration, a version nor a validity.
BROKEN: dict[str, dict[str, Any]] = {
    "ck_region_latitude": {"latitude": 91},
    "ck_region_longitude": {"longitude": -181},
    "ck_region_closure_depth": {"depth": -1},
    "ck_organization_credit_code": {"credit_code": "9" * 17},
    "ck_capability_item_outputs": {"surge_per_day": 0},
    "ck_capability_item_times": {"conversion_hours": -1},
    "ck_capability_item_reserve_stock": {"reserve_stock": -1},
    "ck_mobilization_center_designation": {"state": "designated", "designated_on": None},
    "ck_center_review_notice": {"last_day": "2026-01-09"},
    "ck_center_review_objections": {"objections": 1, "objections_open": 2},
    "ck_center_review_due_on": {"due_on": "2026-01-01"},
    "ck_capability_verification_measured": {"measured_per_day": -1},
    "ck_qualification_type_validity_months": {"validity_months": 0},
    "ck_team_type_times": {"assembly_minutes": 0},
    "ck_post_requirement_posts": {"posts": 0},
    "ck_equipment_requirement_quantity": {"quantity": 0},
    "ck_team_authorized_strength": {"authorized_strength": 0},
    "ck_team_importance": {"importance": 11},
    "ck_post_ordinal": {"ordinal": 0},
    "ck_equipment_item_quantity": {"quantity": 0},
    "ck_person_birth_year": {"birth_year": 1899},
    "ck_shared_resource_capacity": {"capacity": 0},
    "ck_import_batch_file_hash": {"file_hash": "0" * 63},
    "ck_import_batch_file_bytes": {"file_bytes": -1},
    "ck_import_batch_rows": {"new_rows": 2},
    "ck_import_batch_warnings": {"warnings": -1},
    "ck_export_log_language": {"language": "fr"},
    "ck_export_log_rows": {"rows": -1},
    "ck_export_log_bytes": {"bytes": -1},
    "ck_export_log_sha256": {"sha256": "0" * 63},
    "ck_unavailability_subject": {"team_id": AN_ID, "person_id": AN_ID},
    "ck_siren_point_power_watts": {"power_watts": 0},
    "ck_siren_point_audible_radius_m": {"audible_radius_m": 20001},
    "ck_siren_point_latitude": {"latitude": 91},
    "ck_siren_point_longitude": {"longitude": -181},
    "ck_siren_point_installed_on": {"state": "in_service", "installed_on": None},
    "ck_sounding_test_measured_db": {"measured_db": -1},
    "ck_population_cell_latitude": {"latitude": 91},
    "ck_population_cell_longitude": {"longitude": -181},
    "ck_population_cell_population": {"population": -1},
    "ck_population_cell_area_km2": {"area_km2": 0},
    "ck_facility_resource_subject": {"team_id": AN_ID, "resource_id": AN_ID},
    "ck_facility_outage_hours": {"first_hour": 24},
    "ck_maintenance_contract_response_hours": {"response_hours": 0},
    "ck_maintenance_contract_cost_yuan": {"cost_yuan": -1},
    "ck_ledger_entry_sequence": {"sequence": 0},
    "ck_ledger_entry_hash": {"hash": "0"},
    "ck_ledger_entry_sides": {"before": None, "after": None},
    "ck_reorganization_state": {"state": "bogus", "closed_on": "2026-01-02"},
    "ck_ledger_seal_number": {"number": 0},
    "ck_ledger_seal_entries": {"entries": -1},
    "ck_ledger_seal_hash": {"root": "0"},
    "ck_access_token_digest": {"digest": "0"},
    "ck_access_token_purpose": {"purpose": "all"},
    "ck_work_area_m2": {"area_m2": 0},
    "ck_work_built_year": {"built_year": 1899},
    "ck_work_position": {"latitude": None},
    "ck_work_survey_area_m2": {"area_m2": 0},
    "ck_work_classification_disposal_plan": {"usage_class": "withdraw", "disposal_plan": ""},
    "ck_work_project_area_m2": {"area_m2": 0},
    "ck_work_acceptance_area_m2": {"area_m2": 0},
    "ck_shelter_opening_capacity_persons": {"capacity_persons": 0},
    "ck_shelter_opening_area_m2": {"area_m2": 0},
    "ck_parking_fact_bays": {"bays": 0},
    "ck_use_certificate_area_m2": {"area_m2": 0},
    "ck_use_certificate_contract": {"contract_until": "2026-01-01"},
    "ck_use_certificate_number": {"number": "x"},
    "ck_use_certificate_expires_on": {
        "number": "x",
        "issued_on": "2026-01-01",
        "expires_on": "2026-01-01",
    },
    "ck_use_certificate_revoked_on": {"revoked_on": "2026-01-01"},
    "ck_use_certificate_decided_on": {"decided_on": "2025-12-31"},
    "ck_certificate_change_area_m2": {"area_m2": 0},
    "ck_certificate_change_accepted": {"accepted": True},
    "ck_certificate_change_wanted_on": {"wanted_on": "2025-12-31"},
    "ck_certificate_change_entered_on": {"entered_on": "2026-01-01"},
    "ck_rule_text_text": {"text": None},
    "ck_rule_figure_value": {"value": -1},
    "ck_match_pair_score": {"score": 101},
    "ck_match_pair_order": {"second_id": AN_ID},
    "ck_same_as_order": {"second_id": AN_ID},
    "ck_readiness_override_levels": {"from_level": 5},
    "ck_readiness_override_raise": {"from_level": 3, "to_level": 1},
    "ck_team_readiness_levels": {"computed": 5},
    "ck_team_readiness_rated": {"level": None},
    "ck_team_readiness_letters": {"areas": "12-"},
    "ck_readiness_snapshot_levels": {"shown": 6},
    "ck_readiness_snapshot_rated": {"shown": None},
    "ck_readiness_snapshot_letters": {"input_hash": ""},
    "ck_readiness_rollup_teams": {"teams": 5},
    "ck_finding_due": {"due_on": "2020-01-01"},
    "ck_finding_closed": {"state": "closed", "verified_on": None},
    "ck_finding_four_eyes": {"verified_by_id": AN_ID},
    "ck_inspector_who": {"name": None},
    "ck_inspection_plan_size": {"ratio_percent": 101},
    "ck_inspection_plan_inspectors": {"inspectors_per_object": 1},
    "ck_inspection_plan_recent": {"recent_days": -1},
    "ck_inspection_plan_days": {"reveal_by": "2026-01-15"},
    "ck_inspection_plan_state": {"state": "bogus", "secret": None},
    "ck_inspection_plan_frozen": {"frozen_on": None},
    "ck_inspection_plan_committed": {"commitment": None},
    "ck_inspection_plan_secret": {"public_value": None},
    "ck_inspection_plan_published": {"published_on": None},
    "ck_drawn_object_ordinal": {"ordinal": 0},
    "ck_draw_assignment_ordinal": {"ordinal": 0},
    "ck_finding_reopenings": {"reopenings": -1},
    "ck_finding_withdrawn_on": {"withdrawn_on": "2026-02-01"},
    "ck_finding_extension_accepted": {"accepted": True},
    "ck_finding_extension_four_eyes": {
        "accepted": True,
        "decided_on": "2026-01-02",
        "decided_by_id": AN_ID,
    },
    "ck_check_list_edition": {"edition": 0},
    "ck_check_item_ordinal": {"ordinal": 0},
    "ck_inspection_check_edition": {"edition": 0},
    "ck_inspection_check_held_on": {"held_on": "2026-01-02"},
    "ck_inspection_check_result": {"state": "held", "held_on": "2026-01-02", "result": "bogus"},
    "ck_inspection_check_published_on": {"published_on": "2026-01-02"},
    "ck_hazard_due": {"due_on": "2020-01-01"},
    "ck_hazard_arose": {"arose_on": "2027-01-01"},
    "ck_hazard_disposed": {"disposed_on": "2026-02-01"},
    "ck_hazard_closed": {"closed_on": "2026-02-01"},
    "ck_hazard_four_eyes": {"closed_by_id": AN_ID},
    "ck_hazard_step_ordinal": {"ordinal": 0},
    "ck_consistency_setting_threshold": {"threshold": -1},
    "ck_consistency_issue_acceptance": {"accepted_until": "2026-02-01"},
    "ck_consistency_issue_closing": {"closed_on": "2026-02-01"},
    "ck_syllabus_rule_times_per_year": {"times_per_year": 0},
    "ck_syllabus_rule_duration_half_days": {"duration_half_days": 0},
    "ck_syllabus_rule_days": {"periodicity_days": 0},
    "ck_syllabus_rule_weights": {"weight": 0},
    "ck_syllabus_rule_fixed_day": {"fixed_month": 9, "fixed_day": None},
    "ck_syllabus_rule_per_period": {"per_period": "week"},
    "ck_external_event_days": {"last_day": "2025-12-31"},
    "ck_plan_run_budget_seconds": {"budget_seconds": 0},
    "ck_plan_run_workers": {"workers": 0},
    "ck_plan_run_attempts": {"attempts": -1},
    "ck_plan_run_year": {"year": 1999},
    "ck_training_plan_number": {"number": 0},
    "ck_training_plan_total": {"total": -1},
    "ck_training_plan_year": {"year": 2201},
    "ck_training_plan_four_eyes": {"approved_by_id": AN_ID},
    "ck_planned_event_days": {"last_day": "2025-12-31"},
    "ck_planned_event_load_half_days": {"load_half_days": -1},
    "ck_planned_event_sequence": {"sequence": -1},
    "ck_event_resource_quantity": {"quantity": 0},
    "ck_unscheduled_demand_points": {"points": -1},
    "ck_execution_days": {"last_day": "2025-12-31"},
    "ck_execution_team_present_persons": {"present_persons": -1},
    "ck_link_test_quality": {"quality": 6},
    "ck_link_test_setup_seconds": {"setup_seconds": -1},
    "ck_link_test_regions": {"to_region_id": AN_ID},
    "ck_qualification_type_lead_days": {"lead_days": -1},
    "ck_membership_leave_reason": {"leave_reason": "bogus"},
    "ck_evidence_file_sha256": {"sha256": "0"},
    "ck_evidence_file_size_bytes": {"size_bytes": 0},
    "ck_employer_notice_sent_on": {"sent_on": "2026-02-01"},
    "ck_employer_notice_persons": {"persons": 0},
    "ck_reorganization_year": {"year": 1948},
    "ck_reorganization_closed_on": {"state": "completed"},
    "ck_reorganization_muster_on": {"muster_on": None},
    "ck_reorganization_move_subject": {"kind": "leave", "person_id": AN_ID},
    "ck_reorganization_move_leaving": {"kind": "change"},
    "ck_reorganization_count_counted": {"counted": -1},
    "ck_reorganization_count_recorded": {"recorded": -1},
    "ck_inspection_schedule_interval_days": {"interval_days": 0},
    "ck_inspection_schedule_lead_days": {"lead_days": -1},
    "ck_equipment_inspection_next_due_on": {"next_due_on": "2026-01-01"},
    "ck_equipment_transfer_quantity": {"quantity": 0},
}


def _breaking(table: str, check: str) -> dict[str, Any]:
    if check in BROKEN:
        return BROKEN[check]
    column = check.removeprefix(f"ck_{table}_")
    return {"version": {"version": 0}, "validity": {"valid_to": "2026-01-01"}}.get(column, {column: "bogus"})


def _plain(model: type[Model]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, column in model._meta.fields_db_projection.items():
        row[column] = _plain_value(model._meta.fields_map[name])
    return row | {"valid_to": None, "valid_from": "2026-01-01"} if "valid_to" in row else row


def _plain_value(field: Any) -> Any:
    enum = getattr(field, "enum_type", None)
    if enum is not None:
        return next(iter(enum)).value
    kinds = {
        fields.UUIDField: AN_ID,
        fields.DatetimeField: "2026-01-01T00:00:00+00:00",
        fields.DateField: "2026-01-01",
        fields.BooleanField: False,
        fields.JSONField: "{}",
        fields.FloatField: 1.0,
        fields.CharField: "x",
        fields.BinaryField: "x",
        fields.TextField: "x",
    }
    return next((value for kind, value in kinds.items() if isinstance(field, kind)), 1)


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "NULL" if value is None else f"'{value}'" if isinstance(value, str) else str(value)


async def _insert(client: Any, table: str, row: dict[str, Any]) -> None:
    columns, values = ", ".join(f'"{c}"' for c in row), ", ".join(map(_literal, row.values()))
    off = "PRAGMA foreign_keys = OFF"
    if client.capabilities.dialect == "postgres":
        off = "SET LOCAL session_replication_role = replica"
    statement = f'INSERT INTO "{table}" ({columns}) VALUES ({values})'
    if client.capabilities.dialect == "sqlite":
        await client.execute_query(off)
        await client.execute_query(statement)
    else:
        await client.execute_script(f"{off}; {statement}")


async def test_constraints_refuse_only_what_breaks_them(database: TortoiseContext) -> None:
    client = database.connections.get("default")
    models = {model._meta.db_table: model for app in APPS for model in database.apps[app].values()}
    tried: set[str] = set()

    for table, facts in SCHEMA.items():
        valid = _plain(models[table]) | VALID.get(table, {})
        for check in facts["checks"]:
            with pytest.raises(IntegrityError, match=check):
                await _insert(client, table, valid | _breaking(table, check))
            tried.add(check)
        await _insert(client, table, valid)

    assert set(BROKEN) <= tried
    assert len(tried) == sum(len(facts["checks"]) for facts in SCHEMA.values())
