-- Loads are listed newest first, narrowed by one thing or another, and each page is read off an
-- index. A load's lease is always asked for by the load's id.
ALTER TABLE cutover_load
  ADD COLUMN digest LONGTEXT NULL COMMENT 'its rejects by code and column, as the results bucket shows them, as JSON',
  ADD KEY cutover_load_started (started_at),
  ADD KEY cutover_load_state_started (state, started_at),
  ADD KEY cutover_load_kind_started (kind, started_at),
  ADD KEY cutover_load_entity_started (entity_id, started_at),
  ADD KEY cutover_load_object (object(255)),
  DROP KEY cutover_load_state_lease;

ALTER TABLE cutover_reject
  ADD COLUMN discarded_by VARCHAR(320) NULL COMMENT 'who said that it is not to be repaired',
  ADD COLUMN discard_reason VARCHAR(1000) NULL,
  ADD KEY cutover_reject_load_state (load_id, state, id);
