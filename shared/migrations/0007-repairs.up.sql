-- Rejects are repaired over HTTP, too, each time by a load of its own.
ALTER TABLE cutover_load
  MODIFY kind ENUM('drop', 'upload', 'batch', 'repair') NOT NULL,
  ADD COLUMN requested_by VARCHAR(320) NULL COMMENT 'who sent it; null for what came through a bucket';
