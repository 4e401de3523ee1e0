-- Loads also come over HTTP: as files (upload) and as rows (batch).
ALTER TABLE cutover_load
  MODIFY kind ENUM('drop', 'upload', 'batch') NOT NULL,
  MODIFY drop_key BINARY(32) NULL COMMENT 'sha256 of what tells the source of the load from others';

-- What a request with an Idempotency-Key was answered: its repetitions get the same.
CREATE TABLE cutover_idempotency (
  id BINARY(32) NOT NULL COMMENT 'sha256 of caller, route and key',
  request BINARY(32) NOT NULL COMMENT 'sha256 of what was sent',
  load_identity CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the load that a repetition goes on with',
  answer LONGTEXT NULL COMMENT 'null while it is worked on',
  created_at DATETIME(3) NOT NULL,
  expires_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  KEY cutover_idempotency_expiry (expires_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
