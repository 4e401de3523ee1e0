-- One row each time that tables' rows are replaced as a whole. It is written before a step is taken,
-- so that whoever comes after a crash finds what to finish or to take back.
CREATE TABLE cutover_restore (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  kind ENUM('restore', 'truncate', 'undo', 'rehearsal') NOT NULL,
  state ENUM('preparing', 'swapping', 'done', 'failed') NOT NULL,
  plan LONGTEXT NOT NULL COMMENT 'which tables change places, and the foreign keys that hold after, as JSON',
  about LONGTEXT NOT NULL COMMENT 'who, why and from where, as JSON: for whoever audits',
  undoes BIGINT UNSIGNED NULL COMMENT 'the row that an undo takes back',
  replaced_rows ENUM('none', 'kept', 'used', 'dropped') NOT NULL DEFAULT 'none' COMMENT 'used: an undo has swapped them back',
  error TEXT NULL,
  started_at DATETIME(3) NOT NULL,
  finished_at DATETIME(3) NULL,
  PRIMARY KEY (id),
  KEY cutover_restore_state (state),
  KEY cutover_restore_replaced_rows (replaced_rows, finished_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
