-- Who may sign in by name and password.
CREATE TABLE cutover_user (
  name VARCHAR(64) NOT NULL,
  role ENUM('viewer', 'operator', 'admin') NOT NULL,
  password_hash VARCHAR(255) NOT NULL COMMENT 'scrypt, with its parameters and salt',
  created_at DATETIME(3) NOT NULL,
  changed_at DATETIME(3) NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- How often signing in was tried of late, by user and by address, for all instances together.
CREATE TABLE cutover_sign_in (
  subject CHAR(64) NOT NULL COMMENT 'SHA-256: what was typed for a name may be a password',
  attempts INT UNSIGNED NOT NULL COMMENT 'without those that succeeded',
  next_at DATETIME(3) NOT NULL COMMENT 'no attempt is looked at before',
  forget_at DATETIME(3) NOT NULL,
  PRIMARY KEY (subject),
  KEY cutover_sign_in_forget (forget_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
