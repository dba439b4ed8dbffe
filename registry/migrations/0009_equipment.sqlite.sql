-- The item of equipment that another one replaces; evidence looked up by the change that attached it
ALTER TABLE equipment_item ADD COLUMN replaces_id CHAR(36) CONSTRAINT fk_equipment_item_replaces_id REFERENCES equipment_item (id) ON DELETE RESTRICT;

CREATE INDEX ix_equipment_item_replaces ON equipment_item (replaces_id);

CREATE INDEX ix_evidence_link_change ON evidence_link (change_id);
