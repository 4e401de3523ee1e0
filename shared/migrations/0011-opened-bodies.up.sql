-- The encrypted bodies that have been opened, so that no instance opens one again. An older body is
-- refused by its time alone, so a row may go when that has passed.
CREATE TABLE cutover_opened_body (
  id CHAR(64) NOT NULL COMMENT 'SHA-256 of the id that its sender gave it',
  forget_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  KEY cutover_opened_body_forget (forget_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
