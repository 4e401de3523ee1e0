ALTER TABLE cutover_reject
  DROP KEY cutover_reject_load_state,
  DROP COLUMN discard_reason,
  DROP COLUMN discarded_by;

ALTER TABLE cutover_load
  ADD KEY cutover_load_state_lease (state, lease_until),
  DROP KEY cutover_load_object,
  DROP KEY cutover_load_entity_started,
  DROP KEY cutover_load_kind_started,
  DROP KEY cutover_load_state_started,
  DROP KEY cutover_load_started,
  DROP COLUMN digest;
