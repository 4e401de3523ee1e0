-- What is to be recorded of the functions' work in the tracking dataset. A record is written in the
-- transaction of what it tells, sent after that, and removed when it is recorded.
CREATE TABLE cutover_tracking_record (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  entity_id BIGINT UNSIGNED NOT NULL,
  record LONGTEXT NOT NULL COMMENT 'a tracking record as JSON',
  created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  due_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) COMMENT 'it is not tried before',
  attempts INT UNSIGNED NOT NULL DEFAULT 0,
  reason_code VARCHAR(64) NULL COMMENT 'why the last attempt failed',
  reason TEXT NULL,
  PRIMARY KEY (id),
  KEY cutover_tracking_record_due (due_at, id),
  KEY cutover_tracking_record_entity (entity_id, reason_code)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
