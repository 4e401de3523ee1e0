UPDATE cutover_load SET kind = 'batch' WHERE kind = 'repair';
ALTER TABLE cutover_load
  DROP COLUMN requested_by,
  MODIFY kind ENUM('drop', 'upload', 'batch') NOT NULL;
